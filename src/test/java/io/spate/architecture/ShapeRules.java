package io.spate.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Names, and what a class is. */
final class ShapeRules {
    private ShapeRules() {}

    static ArchRule classNames(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?)");
    }

    static ArchRule accessors(String root) {
        return noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and(describe("are named by us", method -> isNamedByUs(root, method)))
                .should()
                .haveNameMatching("get[A-Z].*");
    }

    private static boolean isNamedByUs(String root, JavaMethod method) {
        boolean compilers = method.getModifiers().contains(JavaModifier.SYNTHETIC)
                || method.getModifiers().contains(JavaModifier.BRIDGE);
        return !compilers
                && supertypes(method.getOwner())
                        .filter(type -> isForeign(root, type))
                        .noneMatch(type -> declares(type, method));
    }

    private static Stream<JavaClass> supertypes(JavaClass type) {
        return Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream());
    }

    private static boolean isForeign(String root, JavaClass type) {
        return !type.getPackageName().startsWith(root + ".");
    }

    /** By the count of parameters: their types may be the foreign type's variables. */
    private static boolean declares(JavaClass type, JavaMethod method) {
        return type.getMethods().stream()
                .anyMatch(other -> other.getName().equals(method.getName())
                        && other.getRawParameterTypes().size()
                                == method.getRawParameterTypes().size());
    }

    /** A class may stay open to subclasses that are there. Enums with bodies and anonymous classes are the compiler's. */
    static ArchRule finality(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and(describe("have no subclass", type -> type.getSubclasses().isEmpty()))
                .should()
                .haveModifier(JavaModifier.FINAL);
    }
}
