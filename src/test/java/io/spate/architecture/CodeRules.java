package io.spate.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What code calls, or rather does not. */
final class CodeRules {
    private CodeRules() {}

    /**
     * The platform of {@code kernel.net} and the command line are where both come from. The test kit may look at the JDK's
     * nanoseconds: they bound how long a test waits for real sockets.
     */
    static ArchRule timeAndRandomness(String root) {
        DescribedPredicate<JavaAccess<?>> statics = describe(
                "take time or randomness from statics",
                access -> takesTimeOrRandomness(access.getTarget()) && !isPatience(root, access));
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(root + ".kernel.net..", root + ".app..")
                .should()
                .accessTargetWhere(statics);
    }

    private static boolean isPatience(String root, JavaAccess<?> access) {
        return access.getOriginOwner().getPackageName().equals(root + ".testkit")
                && access.getTarget().getName().equals("nanoTime");
    }

    private static boolean takesTimeOrRandomness(AccessTarget target) {
        String type = target.getOwner().getName();
        String name = target.getName();
        return switch (type) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.lang.Math" -> name.equals("random");
            case "java.time.Clock" -> name.startsWith("system");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Random", "java.util.SplittableRandom" -> isSeedless(target);
            case "java.util.random.RandomGenerator" -> name.equals("of") || name.equals("getDefault");
            case "java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom" -> true;
            default -> type.startsWith("java.time.") && name.equals("now") && !takesAClock(target);
        };
    }

    private static boolean isSeedless(AccessTarget target) {
        return target.getName().equals("<init>") && parameters(target).isEmpty();
    }

    private static boolean takesAClock(AccessTarget target) {
        return parameters(target).contains("java.time.Clock");
    }

    private static List<String> parameters(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget code
                ? code.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    static ArchRule output(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".app..")
                .should()
                .accessTargetWhere(describe(
                        "print",
                        access -> access.getTarget().getFullName().matches("java\\.lang\\.System\\.(out|err)")
                                || access.getTarget().getName().equals("printStackTrace")))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..");
    }

    static ArchRule sleep(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .accessTargetWhere(describe(
                        "sleep",
                        access -> access.getTarget().getName().equals("sleep")
                                && access.getTargetOwner()
                                        .getName()
                                        .matches("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit")));
    }

    static ArchRule alerts(String root) {
        return classes()
                .that()
                .areAssignableTo(root + ".api.alert.Alert")
                .and()
                .areNotInterfaces()
                .should()
                .beRecords();
    }
}
