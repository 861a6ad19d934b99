package io.spate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final JavaClasses CLASSES = Checkout.current().classes();

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void ourClassesKeepTheRule(Rule rule) {
        rule.under("io.spate").check(CLASSES);
    }

    /** Without it a module that was not compiled, or a class that hides in a package of its own, would pass every rule. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("modules")
    void aModuleIsCompiledAndKeepsToItsPackage(Checkout.Module module) {
        JavaClasses classes = new ClassFileImporter().importPath(module.classes());

        assertThat(classes)
                .as("compiled before these tests; src/test/pom.xml names every plugin")
                .isNotEmpty();
        assertThat(classes).extracting(JavaClass::getPackageName).allMatch(name -> (name + ".")
                .startsWith(module.rootPackage() + "."));
    }

    static List<Checkout.Module> modules() {
        return Checkout.current().modules();
    }
}
