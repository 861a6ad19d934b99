/** Links to peers over uTP (BEP 29): a pure core ({@code UtpConnection} and what it is made of), and a shell around it. */
package io.spate.plugin.utp;
