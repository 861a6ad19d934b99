package io.spate.architecture.planted.api;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The names of the rules that this class breaks, all of them. A class without it breaks none. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Breaks {
    String[] value();
}
