/**
 * Who may use whom, and what no code of ours does. Rules are seen to fail: each has classes in {@code planted} that break
 * it, and a test that wants exactly those reported.
 */
package io.spate.architecture;
