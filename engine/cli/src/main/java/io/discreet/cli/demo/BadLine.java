package io.discreet.cli.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The ways in which a line of purchases is malformed: every kind that intake sets aside. */
enum BadLine {
  TOO_FEW_FIELDS {
    @Override
    byte[] of(String email, String day) {
      return utf8(email + "," + day + ",bread");
    }
  },
  TOO_MANY_FIELDS {
    @Override
    byte[] of(String email, String day) {
      return utf8(email + "," + day + ",bread,seeded,3.10,1,paid,cash");
    }
  },
  UNPARSABLE_NUMBER {
    @Override
    byte[] of(String email, String day) {
      return utf8(email + "," + day + ",coffee,latte,3.5O,1");
    }
  },
  UNPARSABLE_DATE {
    @Override
    byte[] of(String email, String day) {
      return utf8(email + ",30 February,coffee,latte,3.50,1");
    }
  },
  EMPTY_ID {
    @Override
    byte[] of(String email, String day) {
      return utf8("," + day + ",tea,peppermint,2.90,1");
    }
  },
  ID_TOO_LONG {
    @Override
    byte[] of(String email, String day) {
      return utf8("x".repeat(1025) + "@example.com," + day + ",tea,peppermint,2.90,1");
    }
  },
  INVALID_UTF8 {
    @Override
    byte[] of(String email, String day) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      line.writeBytes(utf8(email + "," + day + ",coffee,caf"));
      line.write(0xE9); // é as Latin-1 writes it
      line.writeBytes(utf8(",3.40,1"));
      return line.toByteArray();
    }
  };

  /** A line of this kind about a customer and a day. */
  abstract byte[] of(String email, String day);

  private static byte[] utf8(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
