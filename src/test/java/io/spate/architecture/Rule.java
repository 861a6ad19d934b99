package io.spate.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;

/** Each rule of the architecture that a machine can check. */
enum Rule {
    PLUGIN_API_USES_ONLY_WHAT_A_PLUGIN_SEES(ModuleRules::pluginApi),
    KERNEL_USES_ONLY_THE_API_AND_ITS_LIBRARIES(ModuleRules::kernel),
    KERNEL_USES_NO_PLUGIN(ModuleRules::kernelUsesNoPlugin),
    PLUGINS_USE_NOTHING_OF_THE_HOST_BUT_THE_API(ModuleRules::plugins),
    PLUGINS_DO_NOT_USE_EACH_OTHER(ModuleRules::pluginsAreStrangers),
    APP_USES_ONLY_THE_EMBEDDING_API(ModuleRules::app),
    TEST_KIT_USES_ONLY_THE_API_AND_TEST_LIBRARIES(ModuleRules::testKit),
    PF4J_IS_FOR_THE_PLUGIN_HOST(LibraryRules::pf4j),
    VERTX_INTERNALS_ARE_FOR_THE_NETWORK(LibraryRules::vertxInternals),
    GUICE_IS_FOR_WIRING(LibraryRules::guice),
    PLUGINS_REACH_THE_NETWORK_THROUGH_THE_HOST(LibraryRules::pluginNetwork),
    CORES_DO_NO_IO(LibraryRules::cores),
    TIME_AND_RANDOMNESS_ARE_PASSED_IN(CodeRules::timeAndRandomness),
    ONLY_THE_COMMAND_LINE_PRINTS(CodeRules::output),
    NOBODY_SLEEPS(CodeRules::sleep),
    ALERTS_ARE_RECORDS(CodeRules::alerts),
    CLASSES_ARE_NAMED_FOR_THEIR_JOB(ShapeRules::classNames),
    ACCESSORS_ARE_NOUNS(ShapeRules::accessors),
    CLASSES_ARE_FINAL(ShapeRules::finality);

    private final Function<String, ArchRule> underRoot;

    Rule(Function<String, ArchRule> underRoot) {
        this.underRoot = underRoot;
    }

    /** @param root the package that holds {@code api}, {@code kernel}, {@code plugin}, {@code app} and {@code testkit} */
    ArchRule under(String root) {
        return underRoot.apply(root).as(name()).allowEmptyShould(true);
    }
}
