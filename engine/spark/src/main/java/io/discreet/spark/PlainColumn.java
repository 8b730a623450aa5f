package io.discreet.spark;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.rows.PlainText;
import io.discreet.engine.rows.TextRow;
import io.discreet.engine.rows.WantedFields;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How the values of a column become text.
 *
 * @param field of the row of text
 * @param precision of decimals
 * @param scale of decimals
 */
record PlainColumn(Kind kind, int field, int precision, int scale) implements Serializable {

  private enum Kind {
    TEXT,
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    DATE,
    INSTANT,
    LOCAL_TIME
  }

  /**
   * @param source for messages
   * @throws io.discreet.engine.failure.InputException if the column's type holds no plain value
   */
  static PlainColumn of(String source, StructField column, int field) {
    DataType type = column.dataType();
    if (type instanceof DecimalType decimal) {
      return new PlainColumn(Kind.DECIMAL, field, decimal.precision(), decimal.scale());
    }
    return new PlainColumn(kind(source, column.name(), type), field, 0, 0);
  }

  private static Kind kind(String source, String name, DataType type) {
    if (type instanceof StringType) {
      return Kind.TEXT;
    } else if (type instanceof BooleanType) {
      return Kind.BOOLEAN;
    } else if (type instanceof ByteType) {
      return Kind.BYTE;
    } else if (type instanceof ShortType) {
      return Kind.SHORT;
    } else if (type instanceof IntegerType) {
      return Kind.INT;
    } else if (type instanceof LongType) {
      return Kind.LONG;
    } else if (type instanceof FloatType) {
      return Kind.FLOAT;
    } else if (type instanceof DoubleType) {
      return Kind.DOUBLE;
    } else if (type instanceof DateType) {
      return Kind.DATE;
    } else if (type instanceof TimestampType) {
      return Kind.INSTANT;
    } else if (type instanceof TimestampNTZType) {
      return Kind.LOCAL_TIME;
    }
    throw WantedFields.noPlainValue(source, name);
  }

  /** Copies a value into a row of text, where it is missing if it is null. */
  void read(InternalRow row, int ordinal, TextRow into) {
    if (row.isNullAt(ordinal)) {
      return;
    }
    if (kind != Kind.TEXT) {
      into.set(field, text(row, ordinal));
      return;
    }
    UTF8String text = row.getUTF8String(ordinal);
    if (text.isValid()) {
      into.set(field, text.toString());
    } else {
      into.fail(RowFault.INVALID_UTF8);
    }
  }

  private String text(InternalRow row, int ordinal) {
    return switch (kind) {
      case TEXT -> row.getUTF8String(ordinal).toString();
      case BOOLEAN -> Boolean.toString(row.getBoolean(ordinal));
      case BYTE -> Byte.toString(row.getByte(ordinal));
      case SHORT -> Short.toString(row.getShort(ordinal));
      case INT -> Integer.toString(row.getInt(ordinal));
      case LONG -> Long.toString(row.getLong(ordinal));
      case FLOAT -> PlainText.of(row.getFloat(ordinal));
      case DOUBLE -> PlainText.of(row.getDouble(ordinal));
      case DECIMAL ->
          PlainText.of(row.getDecimal(ordinal, precision, scale).toJavaBigDecimal(), precision);
      case DATE -> PlainText.date(row.getInt(ordinal));
      case INSTANT -> PlainText.instant(row.getLong(ordinal));
      case LOCAL_TIME -> PlainText.localTime(row.getLong(ordinal));
    };
  }
}
