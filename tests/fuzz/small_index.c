/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/small_index.h"
#include "tests/fuzz/fuzz.h"

#include "core/base/buffer.h"
#include "core/index/index.h"

#include <string.h>
#include <unistd.h>

enum { LINES = 150, PATH_SIZE = 64 };

static const char page[] =
    "2025年1月4日 星期六\n\n维护职工权益 当好\"娘家人\"\n\n"
    "近年来，南平市总工会积极探索创新“工会驿站+”多元赋能，在工会驿站\n"
    "中加入服务职工的新内容，去年新建了36个工會驛站，投入2.5亿元。\n\n"
    "劳模工匠助企行活动走进 North Fujian services company，　1+N 模式\n"
    "得到好评。𠮷野家与职工之家相邻。\n";

static const char boxes[] =
    ",\"source\":{\"path\":\"r\",\"pages\":[{\"page\":2,\"image\":\"r.png\","
    "\"width\":900,\"height\":1200}],\"rows\":[{\"text\":[0,6],\"box\":[9,8,69,"
    "38],\"confidence\":90,\"words\":[[0,3,9,8,39,38],[3,6,39,8,69,38,70]]},"
    "{\"text\":[6,12],\"box\":[9,40,60,70]}],\"readings\":[{\"text\":[0,3],"
    "\"reading\":\"土\",\"confidence\":30}]}";

static char folder[PATH_SIZE];

static void
remove_folder(void)
{
    static const char *const names[] = { "data.mdb", "lock.mdb",
                                         "writer.lock" };
    char path[PATH_SIZE + 32];
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

/* Lists of more than one block, runs, terms of one passage, dates. */
static void
make_lines(buffer *out)
{
    static const char *const words[] = { "驿站", "服务",  "职工",    "热线",
                                         "劳模", "serve", "stations" };
    for (unsigned i = 0; i < LINES; i++) {
        char line[1024];
        const int size = snprintf(
            line, sizeof(line),
            "{\"report\":\"r%u\",\"id\":\"%u\",\"title\":\"第%u期职工报\","
            "\"section\":\"%s\",\"date\":\"202%u-0%u-1%u\",\"kind\":\"%s\","
            "\"extra\":{\"n\":%u},\"text\":\"工会%s%s第%u号，%s %s%s\""
            "%s}\n",
            i / 20, i, i / 40, i % 3 ? "维护职工权益" : "新闻", i % 6,
            1 + i % 9, i % 9, i % 5 ? "paragraph" : "caption", i, words[i % 7],
            words[i % 3], i, words[i % 5], i % 11 ? "中心" : "驛站驿站",
            i == 77 ? "龘" : "", i % 4 == 1 ? boxes : "");
        buffer_put(out, line, (size_t)size);
    }
}

static void
must(yz_status status, const yz_error *err)
{
    if (status == YZ_OK)
        return;
    fprintf(stderr, "cannot make an index: %s\n", err->message);
    abort();
}

static yz_index *
make(void)
{
    yz_error err;
    yz_index *index;
    yz_writer *writer;
    yz_added added;
    buffer lines = { 0 };
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    yz_writer_options how = YZ_OPTIONS(yz_writer_options);
    snprintf(folder, sizeof(folder), "%s/yizhan-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder))
        abort();
    atexit(remove_folder);
    options.flags = YZ_INDEX_CREATE;
    how.jobs = 1;
    make_lines(&lines);
    must(yz_index_open(folder, &options, &index, &err), &err);
    index->frequent = 2; /* frequent strings, of all lengths */
    must(yz_writer_open(index, &how, &writer, &err), &err);
    must(yz_writer_add_memory(writer, page, sizeof(page) - 1, "page.txt", NULL,
                              &added, &err),
         &err);
    must(yz_writer_add_memory(writer, lines.data, lines.size, "lines.jsonl",
                              NULL, &added, &err),
         &err);
    must(yz_writer_commit(writer, &err), &err);
    must(yz_writer_remove_passage(writer, str_of("r0"), str_of("3"), &err),
         &err);
    must(yz_writer_commit(writer, &err), &err);
    yz_writer_close(writer);
    buffer_dispose(&lines);
    return index;
}

yz_index *
small_index(void)
{
    static yz_index *index;
    if (!index)
        index = make();
    return index;
}

const char *
small_index_folder(void)
{
    return folder;
}
