package io.spate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.Convertible;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.spate.architecture.planted.api.Breaks;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that cannot fail, or that fails those who keep it, is no rule. */
class PlantedViolationsTest {
    private static final String ROOT = "io.spate.architecture.planted";
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void exactlyThoseWhoBreakTheRuleAreReported(Rule rule) {
        assertThat(breakersOf(rule)).isNotEmpty();
        assertThat(reportedBy(rule)).isEqualTo(breakersOf(rule));
    }

    @Test
    void whatIsSaidToBeBrokenIsARule() {
        Set<String> rules = Stream.of(Rule.values()).map(Rule::name).collect(Collectors.toSet());

        assertThat(PLANTED).flatMap(PlantedViolationsTest::brokenBy).isSubsetOf(rules);
    }

    private static Set<String> breakersOf(Rule rule) {
        return PLANTED.stream()
                .filter(type -> brokenBy(type).contains(rule.name()))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> brokenBy(JavaClass type) {
        return type.tryGetAnnotationOfType(Breaks.class)
                .map(breaks -> Set.of(breaks.value()))
                .orElse(Set.of());
    }

    private static Set<String> reportedBy(Rule rule) {
        Set<String> reported = new TreeSet<>();
        rule.under(ROOT)
                .evaluate(PLANTED)
                .handleViolations(
                        (violators, message) -> violators.forEach(
                                each -> reported.add(offender(each).getName())),
                        new Object[0]);
        return reported;
    }

    private static JavaClass offender(Object violator) {
        if (violator instanceof JavaAccess<?> access) {
            return access.getOriginOwner();
        }
        if (violator instanceof JavaMember member) {
            return member.getOwner();
        }
        if (violator instanceof Convertible dependency) {
            return dependency.convertTo(Dependency.class).iterator().next().getOriginClass();
        }
        return (JavaClass) violator;
    }
}
