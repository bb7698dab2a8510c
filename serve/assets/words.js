// What the page says, in English and Chinese.

/** @type {Record<string, [string, string]>} */
const words = {
  search: ["Search", "搜索"],
  query: ["Search the newspapers", "搜索报纸"],
  index: ["Index", "索引"],
  hits: ["{n} passages", "{n} 段"],
  looser: ["{n} looser", "另有 {n} 段近似"],
  none: ["Nothing was found.", "没有找到。"],
  meant: ["Did you mean", "您是不是要找"],
  sort: ["Order", "排序"],
  score: ["best first", "最相关"],
  date: ["newest first", "最新"],
  source: ["as printed", "按版面"],
  ocr: ["Misread characters", "识别错字"],
  auto: ["likely ones", "可能的"],
  off: ["none", "不找"],
  on: ["more", "更多"],
  loose: ["any", "任意"],
  since: ["From", "从"],
  until: ["to", "到"],
  more: ["More hits", "更多结果"],
  explain: ["Explain", "解释"],
  understood: ["How the query was understood", "查询的理解"],
  save: ["Save as", "另存为"],
  clear: ["Remove filters", "清除筛选"],
  kind: ["Kind", "类型"],
  report: ["Report", "报道"],
  section: ["Section", "栏目"],
  year: ["Year", "年份"],
  month: ["Month", "月份"],
  timeline: ["Hits by date; drag to choose a span", "按日期分布，拖动选择时段"],
  back: ["Back to the hits", "返回结果"],
  next: ["Next match", "下一处"],
  previous: ["Previous match", "上一处"],
  page_next: ["Next page", "下一页"],
  page_previous: ["Previous page", "上一页"],
  larger: ["Zoom in", "放大"],
  smaller: ["Zoom out", "缩小"],
  whole: ["Whole page", "整页"],
  copy: ["Copy with source", "复制并注明出处"],
  copied: ["Copied.", "已复制。"],
  page: ["page {n}", "第 {n} 页"],
  line: ["line {n}", "第 {n} 行"],
  picture: ["Picture of page {n}; arrow keys move it, + and - zoom", "第 {n} 页图像；方向键移动，+ - 缩放"],
  failed: ["The server does not answer: {n}", "服务器没有应答：{n}"],
  untitled: ["(no title)", "（无标题）"],
  tier_variant: ["Other forms of the characters or signs", "异体、繁简或标点不同"],
  tier_lookalike: ["Probably misread: the character shown stands for the one searched", "可能是识别错字"],
  tier_pinyin: ["By sound", "同音"],
  tier_synonym: ["With a synonym", "同义词"],
  tier_near: ["The words close together", "词语相近"],
  tier_words: ["All words, anywhere in the passage", "词语都在，但分散"],
  tier_some: ["Some of the words", "只含部分词语"],
  paragraph: ["paragraph", "段落"],
  caption: ["caption", "图片说明"],
  heading: ["heading", "小标题"],
  headline: ["headline", "标题"],
  lede: ["lede", "导语"],
  byline: ["byline", "署名"],
  credit: ["credit", "出处"],
  noise: ["noise", "杂讯"],
};

let chinese = (localStorage.getItem("language") || navigator.language).startsWith("zh");

export const isChinese = () => chinese;

/** @param {boolean} wanted */
export function choose(wanted) {
  chinese = wanted;
  localStorage.setItem("language", wanted ? "zh" : "en");
}

/**
 * @param {string} name
 * @param {string | number} [n]  what stands for {n}
 */
export function word(name, n = "") {
  const both = words[name];
  return both ? both[chinese ? 1 : 0].replace("{n}", String(n)) : name;
}
