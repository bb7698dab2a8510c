/* SPDX-License-Identifier: MIT */
import com.google.gson.stream.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene 8 with CJKAnalyzer (overlapping pairs of characters) without stop
 * words. The text is stored, the passage's number is a doc value, segments are
 * merged into one, no query cache. BM25 as it comes; every match is counted.
 * Speaks the protocol of peer.h.
 */
public final class Lucene {
    private static final double RAM_BUFFER_MB = 256;

    private final Analyzer analyzer = new CJKAnalyzer(CharArraySet.EMPTY_SET);

    private static String textOf(String line) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("text")) {
                    return reader.nextString();
                }
                reader.skipValue();
            }
        }
        throw new IOException("a passage without text");
    }

    private void index(Path jsonl, Path dir) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer);
        config.setRAMBufferSizeMB(RAM_BUFFER_MB);
        try (IndexWriter writer = new IndexWriter(new MMapDirectory(dir), config);
                BufferedReader lines = Files.newBufferedReader(jsonl)) {
            String line;
            for (long id = 0; (line = lines.readLine()) != null; id++) {
                Document document = new Document();
                document.add(new TextField("text", textOf(line), Field.Store.YES));
                document.add(new NumericDocValuesField("id", id));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    /** A phrase of one character has no pair: CJKAnalyzer finds it only alone. */
    private Query parse(String line) {
        String[] parts = line.split("\t");
        BooleanClause.Occur occur = parts[0].equals("any")
                ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
        QueryBuilder builder = new QueryBuilder(analyzer);
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int i = 1; i < parts.length; i++) {
            Query phrase = builder.createPhraseQuery("text", parts[i]);
            all.add(phrase == null ? new MatchNoDocsQuery() : phrase, occur);
        }
        return all.build();
    }

    private static long id(DirectoryReader reader, ScoreDoc hit) throws IOException {
        LeafReaderContext leaf = reader.leaves().get(
                ReaderUtil.subIndex(hit.doc, reader.leaves()));
        NumericDocValues ids = leaf.reader().getNumericDocValues("id");
        ids.advanceExact(hit.doc - leaf.docBase);
        return ids.longValue();
    }

    private void query(Path dir, int limit) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        StringBuilder answers = new StringBuilder();
        try (DirectoryReader reader = DirectoryReader.open(new MMapDirectory(dir));
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.isEmpty()) {
                    out.print(answers);
                    out.flush();
                    answers.setLength(0);
                    continue;
                }
                long begin = threads.getCurrentThreadCpuTime();
                TopScoreDocCollector best = TopScoreDocCollector.create(
                        limit, Integer.MAX_VALUE);
                searcher.search(parse(line), best);
                TopDocs hits = best.topDocs();
                StringBuilder ids = new StringBuilder();
                for (ScoreDoc hit : hits.scoreDocs) {
                    ids.append('\t').append(id(reader, hit));
                }
                long took = threads.getCurrentThreadCpuTime() - begin;
                answers.append(hits.totalHits.value).append('\t').append(took)
                        .append(ids).append('\n');
            }
        }
        out.print(answers);
        out.flush();
    }

    public static void main(String[] args) throws IOException {
        Lucene lucene = new Lucene();
        if (args.length == 4 && args[1].equals("index")) {
            lucene.index(Paths.get(args[2]), Paths.get(args[3]));
        } else if (args.length == 4 && args[1].equals("query")) {
            lucene.query(Paths.get(args[2]), Integer.parseInt(args[3]));
        } else {
            System.err.println("usage: Lucene VARIANT index FILE.jsonl DIR\n"
                    + "       Lucene VARIANT query DIR LIMIT < QUERIES");
            System.exit(1);
        }
    }
}
