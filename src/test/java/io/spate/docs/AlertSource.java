package io.spate.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the source of an alert says of it, as the compiler reads it.
 *
 * @param className of the record
 * @param text what its comment says
 * @param parameters what the comment says of its facts, by name
 */
record AlertSource(String className, String text, Map<String, String> parameters) {
    /** All records among the sources that implement {@code Alert}. */
    static List<AlertSource> in(List<Path> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees comments = DocTrees.instance(task);
            List<AlertSource> alerts = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                unit.getTypeDecls().stream()
                        .filter(AlertSource::isAlert)
                        .forEach(type -> alerts.add(of(unit, (ClassTree) type, comments)));
            }
            return alerts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAlert(Tree type) {
        return type.getKind() == Tree.Kind.RECORD
                && ((ClassTree) type).getImplementsClause().stream().anyMatch(each -> each.toString()
                        .equals("Alert"));
    }

    private static AlertSource of(CompilationUnitTree unit, ClassTree type, DocTrees comments) {
        DocCommentTree comment = comments.getDocCommentTree(TreePath.getPath(unit, type));
        Map<String, String> parameters = new LinkedHashMap<>();
        for (DocTree tag : comment == null ? List.<DocTree>of() : comment.getBlockTags()) {
            if (tag instanceof ParamTree parameter) {
                parameters.put(parameter.getName().toString(), text(parameter.getDescription()));
            }
        }
        return new AlertSource(
                unit.getPackageName() + "." + type.getSimpleName(),
                comment == null ? "" : text(comment.getFullBody()),
                parameters);
    }

    private static String text(List<? extends DocTree> trees) {
        return trees.stream()
                .map(AlertSource::text)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String text(DocTree tree) {
        if (tree instanceof LiteralTree literal) {
            return Markdown.code(literal.getBody().getBody());
        }
        if (tree instanceof LinkTree link) {
            return Markdown.code(link.getReference().getSignature().replace('#', '.'));
        }
        return tree.toString();
    }
}
