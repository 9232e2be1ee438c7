extension DiagnosticGuide {
  /// E0 up to 16: the text itself.
  static let texts = [
    DiagnosticGuide(
      "E001", "something else is expected",
      "The text breaks off, or goes on, in a way the grammar does not have. The message says what "
        + "should stand at the marked place.",
      "disputes | where status in (won, lost)",
      instead: "disputes | where status in [won, lost]"),
    DiagnosticGuide(
      "E002", "a text is not closed",
      "A text begins and ends on the same line. Write `\\n` for a line break inside it.",
      #"disputes | where metadata.team == "paris"#,
      instead: #"disputes | where metadata.team == "paris""#),
    DiagnosticGuide(
      "E003", "a bracket is not closed",
      "Every `(`, `[`, `{` and `$(` needs its other half. In a session the shell waits for it.",
      "disputes | where (status == won or status == lost",
      instead: "disputes | where (status == won or status == lost)"),
    DiagnosticGuide(
      "E004", "a hidden character",
      "Control characters, marks that change the direction of writing, and characters without "
        + "width may stand nowhere in a program, comments included: it has to read as it runs. In "
        + "a text they are written `\\u{200B}`."),
    DiagnosticGuide(
      "E005", "not UTF-8",
      "The bytes at this place are no UTF-8 text. Save the file as UTF-8."),
    DiagnosticGuide(
      "E006", "too deep, or too many stages",
      "Brackets, conditions and pipelines may stand inside one another 128 deep; name a part with "
        + "`let`. A program comes to at most 10,000 stages, definitions counted wherever they are "
        + "used."),
    DiagnosticGuide(
      "E007", "too large",
      "A program has at most 4 MiB and 2,000,000 parts. Put what is data into a file and `read` it."
    ),
    DiagnosticGuide(
      "E008", "a sign that means nothing",
      "The sign belongs to another language, or to none. Conditions are joined with `and`, `or` "
        + "and `not`; quotes are straight.",
      "disputes | where status == won && amount > 1000eur",
      instead: "disputes | where status == won and amount > 1000eur"),
    DiagnosticGuide(
      "E011", "comparisons do not chain",
      "A comparison has two sides. Join two comparisons with `and`.",
      "disputes | where 1eur < amount < 1000eur",
      instead: "disputes | where 1eur < amount and amount < 1000eur"),
    DiagnosticGuide(
      "E012", "text directly behind a quote",
      "A text ends at its closing quote, and the next word needs a blank before it. Texts are not "
        + "joined by standing side by side; write one text with holes.",
      #"disputes | select name="a"b"#,
      instead: #"disputes | select name="a b""#),
    DiagnosticGuide(
      "E014", "an empty hole",
      "`{…}` in a double-quoted text holds a value. Write `\\{` for the character, or use single "
        + "quotes.",
      #"disputes | select name="{}""#,
      instead: #"disputes | select name='{}'"#),
    DiagnosticGuide(
      "E015", "no such escape",
      "The escapes in double quotes are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\{` and `\\u{…}` with a "
        + "hexadecimal number. In single quotes there are none.",
      #"disputes | where metadata.team matches "a\d""#,
      instead: #"disputes | where metadata.team matches 'a\d'"#),
    DiagnosticGuide(
      "E016", "too long a text",
      "A text has at most 256 KiB, a path at most 4,096 bytes. Keep long texts in a file."),
  ]

  /// E020 to E027: numbers, amounts, times, types.
  static let literals = [
    DiagnosticGuide(
      "E020", "a number that does not fit",
      "Whole numbers, minor units and seconds have 64 bits.",
      "disputes | where amount > 99999999999999999999"),
    DiagnosticGuide(
      "E021", "too many digits for the currency",
      "An amount has no more digits after the point than its currency. The yen has none.",
      "disputes | where amount > 10.5jpy",
      instead: "disputes | where amount > 10jpy"),
    DiagnosticGuide(
      "E022", "an unknown unit",
      "A number with letters directly behind it is an amount, with a currency in lower case, or a "
        + "duration in `s`, `m`, `h`, `d` or `w`. Months and years have no fixed length.",
      "disputes | where evidence_due_by < now + 5min",
      instead: "disputes | where evidence_due_by < now + 5m"),
    DiagnosticGuide(
      "E023", "a fraction of a unit of time",
      "A duration is a whole number of its unit. Use a smaller unit.",
      "disputes | where evidence_due_by < now + 1.5h",
      instead: "disputes | where evidence_due_by < now + 90m"),
    DiagnosticGuide(
      "E024", "no such date or time",
      "Dates are `2024-02-07`, times `2024-02-07T09:00Z` with seconds and offset if wanted, and the "
        + "day has to exist.",
      "disputes | where created > 2024-02-30",
      instead: "disputes | where created > 2024-02-29"),
    DiagnosticGuide(
      "E025", "a decimal number that does not fit",
      "A decimal number has at most 18 digits after the point and some 20 before it.",
      "disputes | take 1 | select x=1.1234567890123456789",
      instead: "disputes | take 1 | select x=1.123456789012345679"),
    DiagnosticGuide(
      "E026", "the edition",
      "`cpay 1` says which edition of the language a program is written in. There is one, and the "
        + "statement comes before everything else.",
      "cpay 2",
      instead: "cpay 1\ndisputes | count"),
    DiagnosticGuide(
      "E027", "no such type",
      "A parameter has one of the named types, `list<…>` of one, or `id<…>` of a resource; `?` "
        + "behind it says that it may be missing.",
      "param cap: number = 5",
      instead: "param cap: int = 5\ndisputes | take $cap"),
  ]
}
