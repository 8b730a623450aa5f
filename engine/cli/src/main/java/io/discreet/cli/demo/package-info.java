/**
 * The demo: a made-up bakery, and a night at it.
 *
 * <p>Enter through {@link Bakery}, which writes the files of the shop, and {@link
 * NightAtTheBakery}, which runs the engine on them. Sees made-up people only. Law: uses the public
 * API and nothing below it, so that what the demo shows is what a shop gets.
 */
@NullMarked
package io.discreet.cli.demo;

import org.jspecify.annotations.NullMarked;
