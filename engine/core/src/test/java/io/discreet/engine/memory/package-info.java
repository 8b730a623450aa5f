@org.jspecify.annotations.NullMarked
package io.discreet.engine.memory;
