// SPDX-License-Identifier: MIT
// Search an index, with Java 22 or later and no other tool:
//     java --enable-native-access=ALL-UNNAMED Search.java INDEX QUERY...
// libyizhan.so is found as the dynamic linker finds it, or by -Dyizhan.library.
import static java.lang.foreign.ValueLayout.*;

import java.io.PrintStream;
import java.lang.foreign.*;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

public class Search {
    // As in yizhan.h. An option struct may end early: its size says where.
    static final StructLayout STR = struct("yz_str",
        ADDRESS.withName("data"), JAVA_LONG.withName("size"));
    static final StructLayout ERROR = struct("yz_error",
        JAVA_INT.withName("status"), JAVA_INT.withName("os_error"),
        JAVA_INT.withName("line"), JAVA_INT.withName("column"),
        JAVA_LONG.withName("offset"),
        MemoryLayout.sequenceLayout(488, JAVA_BYTE).withName("message"));
    static final StructLayout INDEX_OPTIONS = struct("yz_index_options",
        JAVA_LONG.withName("struct_size"), JAVA_INT.withName("flags"),
        JAVA_INT.withName("readers_max"));
    static final StructLayout HIT = struct("yz_hit",
        JAVA_LONG.withName("rank"), JAVA_DOUBLE.withName("score"),
        JAVA_INT.withName("tier"), MemoryLayout.paddingLayout(4),
        ADDRESS.withName("passage"));
    static final StructLayout PASSAGE = struct("yz_passage",
        STR.withName("report"), STR.withName("id"));
    static final StructLayout SNIPPET = struct("yz_snippet",
        STR.withName("text"), ADDRESS.withName("highlights"),
        JAVA_LONG.withName("highlight_count"));

    static StructLayout struct(String name, MemoryLayout... members) {
        return MemoryLayout.structLayout(members).withName(name);
    }

    static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup(
        System.getProperty("yizhan.library", "libyizhan.so.0"), Arena.global());

    /** `of` is what it returns; most return a status. */
    static MethodHandle find(String name, MemoryLayout of, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.find(name).get(),
            FunctionDescriptor.of(of, arguments));
    }

    static MethodHandle function(String name, MemoryLayout... arguments) {
        return find(name, JAVA_INT, arguments);
    }

    static void release(String name, MemorySegment handle) throws Throwable {
        Linker.nativeLinker().downcallHandle(LIBRARY.find(name).get(),
            FunctionDescriptor.ofVoid(ADDRESS)).invoke(handle);
    }

    static long offset(StructLayout of, String member) {
        return of.byteOffset(PathElement.groupElement(member));
    }

    static String text(MemorySegment from, long offset) {
        long size = from.get(JAVA_LONG, offset + 8);
        byte[] bytes = from.get(ADDRESS, offset).reinterpret(size).toArray(JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String name(String function, int value) throws Throwable {
        var name = (MemorySegment) find(function, ADDRESS, JAVA_INT).invoke(value);
        return name.reinterpret(100).getString(0);
    }

    final Arena arena = Arena.ofAuto();
    final MemorySegment error = arena.allocate(ERROR);
    final MemorySegment out = arena.allocate(ADDRESS, 2); // `ret_` parameters

    /** @return false at the end, YZ_DONE */
    boolean check(Object status) throws Throwable {
        if ((int) status >= 0) return (int) status == 0;
        throw new RuntimeException(name("yz_status_name", (int) status) + ": "
            + error.getString(offset(ERROR, "message")));
    }

    /** The first snippet of the current hit, its matches in 【】. */
    String snippet(MemorySegment results) throws Throwable {
        check(function("yz_results_snippets", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
            .invoke(results, MemorySegment.NULL, out, out.asSlice(8), error));
        if (out.get(JAVA_LONG, 8) == 0) return "";
        var snippet = out.get(ADDRESS, 0).reinterpret(SNIPPET.byteSize());
        byte[] bytes = text(snippet, 0).getBytes(StandardCharsets.UTF_8);
        long count = snippet.get(JAVA_LONG, offset(SNIPPET, "highlight_count"));
        var spans = snippet.get(ADDRESS, offset(SNIPPET, "highlights")).reinterpret(8 * count);
        var made = new StringBuilder();
        int at = 0;
        for (long i = 0; i < 2 * count; i++) { // begins and ends, by turns
            int next = spans.getAtIndex(JAVA_INT, i);
            made.append(new String(bytes, at, next - at, StandardCharsets.UTF_8))
                .append(i % 2 == 0 ? "【" : "】");
            at = next;
        }
        return made + new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8);
    }

    void print(MemorySegment snapshot, String query, PrintStream to) throws Throwable {
        byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
        var str = arena.allocate(STR);
        str.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, bytes));
        str.set(JAVA_LONG, 8, bytes.length);
        check(function("yz_query_parse", STR, ADDRESS, ADDRESS, ADDRESS)
            .invoke(str, MemorySegment.NULL, out, error));
        var parsed = out.get(ADDRESS, 0);
        check(function("yz_search", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
            .invoke(snapshot, parsed, MemorySegment.NULL, out, error));
        var results = out.get(ADDRESS, 0);
        to.println(query + ": "
            + (long) find("yz_results_count", JAVA_LONG, ADDRESS).invoke(results));
        var next = function("yz_results_next", ADDRESS, ADDRESS, ADDRESS);
        while (check(next.invoke(results, out, error))) {
            var hit = out.get(ADDRESS, 0).reinterpret(HIT.byteSize());
            var passage = hit.get(ADDRESS, offset(HIT, "passage"))
                .reinterpret(PASSAGE.byteSize());
            to.println(hit.get(JAVA_LONG, 0) + "\t"
                + name("yz_tier_name", hit.get(JAVA_INT, offset(HIT, "tier"))) + "\t"
                + text(passage, offset(PASSAGE, "id")) + "\t" + snippet(results));
        }
        release("yz_results_close", results);
        release("yz_query_free", parsed);
    }

    void run(String[] words) throws Throwable {
        var options = arena.allocate(INDEX_OPTIONS);
        options.set(JAVA_LONG, 0, INDEX_OPTIONS.byteSize());
        options.set(JAVA_INT, offset(INDEX_OPTIONS, "flags"), 2); // read only
        check(function("yz_index_open", ADDRESS, ADDRESS, ADDRESS, ADDRESS)
            .invoke(arena.allocateFrom(words[0]), options, out, error));
        var index = out.get(ADDRESS, 0);
        check(function("yz_snapshot_open", ADDRESS, ADDRESS, ADDRESS)
            .invoke(index, out, error));
        var snapshot = out.get(ADDRESS, 0);
        var to = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int i = 1; i < words.length; i++) print(snapshot, words[i], to);
        release("yz_snapshot_close", snapshot);
        release("yz_index_close", index);
    }

    public static void main(String[] words) throws Throwable {
        if (words.length < 2) {
            System.err.println("usage: Search INDEX QUERY...");
            System.exit(2);
        }
        try {
            new Search().run(words);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
