// SPDX-License-Identifier: MIT
// Are the layouts of Search.java those of the header?  Layout FILE
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

public class Layout {
    public static void main(String[] words) throws Exception {
        Map<String, Long> layout = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(words[0])))
            layout.put(line.split(" ")[0], Long.valueOf(line.split(" ")[1]));
        int checked = 0;
        for (var field : Search.class.getDeclaredFields()) {
            if (field.getType() != StructLayout.class) continue;
            field.setAccessible(true);
            var struct = (StructLayout) field.get(null);
            for (var member : struct.memberLayouts()) {
                if (member.name().isEmpty()) continue; // padding
                String name = struct.name().get() + "." + member.name().get();
                long offset = struct.byteOffset(
                    PathElement.groupElement(member.name().get()));
                if (!layout.get(name).equals(offset))
                    throw new AssertionError(name + ": " + offset);
                checked++;
            }
        }
        System.out.println(checked + " members are where C has them");
    }
}
