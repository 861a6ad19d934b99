/** A plugin that refuses peers. */
package org.example.blocklist;
