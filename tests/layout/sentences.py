# SPDX-License-Identifier: MIT
"""Makes news-like Chinese out of small parts: nothing anybody wrote.

What matters is what a typesetter and a layout rule see: clauses of many
lengths, numbers and quotations that cannot be parted, few full stops.
"""

PLACES = "青溪 白石 临江 东湖 北岭 石桥 云水 安和 长宁 平川 柳林 沙河".split()
BODIES = ("市农业局 县水利站 区图书馆 市气象台 镇卫生院 县林场 市博物馆 乡供销社 "
          "区体育中心 市交通运输局 社区服务站 县职业学校 市消防支队").split()
PEOPLE = "张明远 李秋 王家栋 赵春梅 陈立 周文静 吴海 郑晓东".split()
VERBS = ("组织 开展 推进 完成 建成 举办 承办 落实 启动 改造 修缮 新增 推广 验收").split()
THINGS = ("水库除险加固工程 农田灌溉渠道 山区公路养护 图书流动服务 冬季供暖管网 "
          "茶园生态种植 老旧小区改造 防汛应急演练 职业技能培训 森林防火巡查 "
          "健康义诊活动 古桥保护修缮 少年科普讲座 农产品展销会 乡村电影放映").split()
UNITS = "公里 万元 人次 余亩 户 个 场 座 亿元".split()
TAILS = ("受到群众好评 进展顺利 收到明显成效 比上年同期有所增长 为来年生产打下基础 "
         "有效缓解了供需矛盾 让更多家庭受益 方便了周边村民出行 填补了当地空白").split()
OPENINGS = "今年以来 近年来 入冬以后 据了解 与此同时 目前 为此 下一步 在此基础上".split()
QUOTED = "一站通 绿满山川 暖冬行动 春风计划 五小工程 清渠护岸 书香到家 3+2".split()
HALVES = ("聚力惠民生 夯实好基础 办好身边事 建设新家园 守护绿水青山 当好服务先锋 "
          "打通最后一里 激活发展动能 擦亮生态底色 用心排忧解难 织密保障网络").split()
SCENES = ("工作人员在现场检修设备 孩子们在流动书车前挑选图书 村民正在采摘新茶 "
          "改造后的街巷整洁一新 技术员向农户讲解管护要点 演练现场秩序井然 "
          "新修的水渠引来清泉 参赛选手在操作台前比试").split()


class Writer:
    """Sentences from a random generator; `full_width` chooses the marks."""

    def __init__(self, random, full_width):
        self.random = random
        self.comma, self.colon = ("，", "：") if full_width else (",", ":")
        self.quotes = "“”" if full_width else '""'

    def pick(self, words):
        return self.random.choice(words)

    def number(self):
        style = self.random.random()
        if style < 0.4:
            return str(self.random.randint(2, 999))
        if style < 0.7:
            return f"{self.random.randint(1, 9999) / 100:.2f}"
        if style < 0.85:
            return f"{self.random.randint(2, 98)}%"
        return str(self.random.randint(1000, 99999))

    def quoted(self):
        return self.quotes[0] + self.pick(QUOTED) + self.quotes[1]

    def clause(self):
        style = self.random.random()
        if style < 0.3:
            return (self.pick(PLACES) + self.pick(BODIES) + self.pick(VERBS) +
                    self.pick(THINGS))
        if style < 0.5:
            return self.pick(VERBS) + self.pick(THINGS) + self.amount()
        if style < 0.65:
            return self.pick(VERBS) + self.quoted() + self.pick(THINGS)
        if style < 0.8:
            return (self.pick(THINGS) + "、" + self.pick(THINGS) +
                    self.pick(TAILS))
        return self.pick(TAILS)

    def amount(self):
        number = self.number()
        return number + ("" if number.endswith("%") else self.pick(UNITS))

    def sentence(self):
        clauses = [self.clause()
                   for _ in range(self.random.randint(1, 4))]
        if self.random.random() < 0.4:
            clauses.insert(0, self.pick(OPENINGS))
        return self.comma.join(clauses) + "。"

    def paragraph(self, shortest, longest):
        wanted = self.random.randint(shortest, longest)
        text = self.sentence()
        while len(text) < wanted:
            text += self.sentence()
        return text

    def heading(self):
        """Two halves separated by a space, or one line."""
        if self.random.random() < 0.6:
            halves = self.random.sample(HALVES, 2)
            if self.random.random() < 0.3:
                halves[1] = halves[1][:-3] + self.quotes[0] + \
                    halves[1][-3:] + self.quotes[1]
            return " ".join(halves)
        return self.pick(PLACES) + self.pick(VERBS) + self.pick(THINGS)

    def headline(self):
        return self.pick(PLACES) + self.pick(THINGS) + self.pick(
            ["见成效", "暖民心", "谱新篇", "开新局"])

    def byline(self):
        mark = self.pick(["□", "", "■"])
        text = mark + "本报记者 " + self.pick(PEOPLE)
        if self.random.random() < 0.4:
            text += " 通讯员 " + self.pick(PEOPLE)
        return text

    def caption(self):
        style = self.random.random()
        scene = self.pick(PLACES) + self.pick(BODIES) + self.pick(SCENES)
        if style < 0.25:
            return self.pick("△▲▼◆") + scene
        if style < 0.5:
            return "图为" + scene + "。"
        if style < 0.7:
            return scene + "。 " + self.pick(PEOPLE) + " 摄"
        return scene
