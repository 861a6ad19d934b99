/** Classes that break the rules, laid out as Spate's own packages are; what a rule wants is beside what it forbids. */
package io.spate.architecture.planted;
