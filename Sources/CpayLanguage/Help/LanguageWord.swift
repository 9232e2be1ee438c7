/// A word of the language that is no command and no function: what a statement begins with, an
/// operator, a value or a type.
///
/// A new word is an entry here; help shows the table, and the tests hold the grammar against it.
public struct LanguageWord: Sendable {
  /// What part of the language a word belongs to.
  public enum Kind: String, Sendable, CaseIterable {
    /// It begins a statement.
    case statement
    /// It stands between or before values.
    case `operator`
    /// It is a value, or a way to write values.
    case value
    /// It names what values are.
    case type

    /// What a list of all of them is called.
    public var plural: String { rawValue + "s" }
  }

  /// The words that help finds it by, the usual one first.
  public let names: [String]
  /// What part of the language it is.
  public let kind: Kind
  /// How it is written.
  public let usage: String
  /// What it means, in a line or two.
  public let meaning: String
  /// Whole programs that show it.
  public let examples: [String]

  private init(
    _ names: String..., kind: Kind, usage: String, _ meaning: String, _ examples: [String]
  ) {
    (self.names, self.kind, self.usage) = (names, kind, usage)
    (self.meaning, self.examples) = (meaning, examples)
  }

  /// The word called so; nil where there is none.
  public static func named(_ name: String) -> LanguageWord? {
    all.first { $0.names.contains(name) }
  }

  /// All of them, in the order of help.
  public static let all: [LanguageWord] = statements + operators + values + types

  private static let statements = [
    LanguageWord(
      "let", kind: .statement, usage: "let NAME = PIPELINE",
      "give what a pipeline comes to a name, `$NAME`, for the statements behind it. Rows are read "
        + "once, however often they are used.",
      ["let due = disputes status=needs_response; $due | count"]),
    LanguageWord(
      "def", kind: .statement, usage: "def NAME(PARAMETER: TYPE = VALUE, …) = STAGES",
      "give stages a name, to be used as a command. A comment `##` before it is its help.",
      [
        "def due(within: duration = 48h) = where evidence_due_by < now + $within; disputes | due within=24h"
      ]),
    LanguageWord(
      "param", kind: .statement, usage: "param NAME: TYPE = VALUE",
      "declare what a saved program is given on the command line, as `--NAME=VALUE`; without a value "
        + "of its own it has to be given. A comment `##` before it is its help.",
      ["param within: duration = 72h; disputes | where evidence_due_by < now + $within"]),
    LanguageWord(
      "require", kind: .statement, usage: "require CONDITION, MESSAGE",
      "stop the program with the message, and exit code 5, where the condition is not true.",
      [
        #"let due = disputes | where evidence_due_by < now + 48h; require count($due) <= 50, "{count($due)} are due""#
      ]),
    LanguageWord(
      "allow", kind: .statement, usage: "allow NAME, …",
      "name the final writes, `submit` and `close`, that a saved program may plan. Sending still "
        + "takes someone's consent.",
      ["allow submit; dispute dp_a1 | submit evidence=@lease.json"]),
    LanguageWord(
      "explain", kind: .statement, usage: "explain PIPELINE",
      "show what a pipeline would ask of the API and what happens here. No request is made.",
      ["explain disputes | where status == needs_response | take 5"]),
    LanguageWord(
      "use", kind: .statement, usage: "use FILE",
      "take in the definitions and variables of another file. It can only narrow what may be written.",
      []),
    LanguageWord(
      "cpay", kind: .statement, usage: "cpay 1",
      "say which edition of the language a program is written in, before everything else.",
      ["cpay 1; disputes | count"]),
  ]

  private static let operators = [
    LanguageWord(
      "and", kind: .operator, usage: "CONDITION and CONDITION",
      "true where both are; not asked further where the first is false.",
      ["disputes | where status == won and amount > 1000eur"]),
    LanguageWord(
      "or", kind: .operator, usage: "CONDITION or CONDITION",
      "true where one is. For several values of one field, write a list: `status in [won, lost]`.",
      ["disputes | where status == won or amount > 1000eur"]),
    LanguageWord(
      "not", kind: .operator, usage: "not CONDITION",
      "true where the condition is false. Where it is unknown, since something is missing, `not` is "
        + "unknown too.",
      ["disputes | where not (evidence_due_by < now)"]),
    LanguageWord(
      "in", kind: .operator, usage: "VALUE in LIST, VALUE not in LIST",
      "whether a value is one of a list.", ["disputes | where status in [won, lost]"]),
    LanguageWord(
      "contains", kind: .operator, usage: "TEXT contains TEXT, LIST contains VALUE",
      "whether a text holds another, or a list a value.", [#"disputes | where id contains "a""#]),
    LanguageWord(
      "matches", kind: .operator, usage: "TEXT matches PATTERN",
      "whether the whole text fits a pattern in quotes: `*` for anything, `?` for one character, "
        + "`[a-z]` for one of a class.",
      [#"disputes | where id matches "dp_[a-c]*""#]),
    LanguageWord(
      "==", "!=", "equals", kind: .operator, usage: "VALUE == VALUE, VALUE != VALUE",
      "whether two values are the same. `=` gives an argument. Nothing but null is null.",
      ["disputes | where status == won and payment_intent != null"]),
    LanguageWord(
      "<", "<=", ">", ">=", kind: .operator, usage: "VALUE < VALUE",
      "whether a number, an amount, a time, a duration or a text comes before another. Amounts in "
        + "different currencies, and what is missing, are unknown: the row is not kept, and counted in "
        + "a note.",
      ["disputes | where amount >= 1000eur"]),
    LanguageWord(
      "??", kind: .operator, usage: "VALUE ?? VALUE",
      "the first value, or where it is missing the second.",
      [#"disputes | select id, team=(metadata.team ?? "none")"#]),
    LanguageWord(
      "+", "-", "*", "/", kind: .operator, usage: "VALUE + VALUE",
      "calculate with numbers, amounts, durations and times: a time and a duration make a time, two "
        + "times a duration. A sum behind `name=` stands in parentheses.",
      ["disputes | select id, double=(amount * 2)"]),
    LanguageWord(
      "|", "pipe", "pipeline", kind: .operator, usage: "SOURCE | STAGE | STAGE",
      "hand the rows on to the next stage. At the start of a line in a session it goes on from the "
        + "last result.",
      ["disputes | where status == won | take 5"]),
    LanguageWord(
      "=", "argument", "arguments", kind: .operator, usage: "NAME=VALUE",
      "give a command an argument, or a new column its value, with no blank on either side. `==` "
        + "compares.",
      ["disputes status=won | select id, value=amount"]),
    LanguageWord(
      "if", "then", "else", kind: .operator, usage: "if CONDITION then VALUE else VALUE",
      "one of two values. Where the condition is unknown there is none.",
      [#"disputes | select id, size=(if amount > 1000eur then "large" else "small")"#]),
    LanguageWord(
      "asc", "desc", kind: .operator, usage: "sort KEY asc, sort KEY desc",
      "the order of a key of `sort`; `asc` where nothing is said. Missing values come last in both.",
      ["disputes | sort amount desc, id"]),
  ]

  private static let values = [
    LanguageWord(
      "now", kind: .value, usage: "now", "the time at which the program began.",
      ["disputes | where evidence_due_by < now + 48h"]),
    LanguageWord(
      "today", kind: .value, usage: "today", "midnight UTC of the day on which the program began.",
      ["disputes | where created >= today - 7d"]),
    LanguageWord(
      "null", kind: .value, usage: "null",
      "what is missing. `==` and `!=` tell it; every other comparison with it is unknown, and keeps "
        + "no row.",
      ["disputes | where payment_intent == null"]),
    LanguageWord(
      "true", "false", "boolean", kind: .value, usage: "true, false", "the two conditions.",
      ["disputes | where true"]),
    LanguageWord(
      "other", kind: .value, usage: #"other("NAME")"#,
      "a status, reason or their like that the API has added since.",
      [#"disputes | where status == other("on_hold")"#]),
    LanguageWord(
      "$", "variable", "variables", kind: .value, usage: "$NAME",
      "what `let` or `param` has given a name. `$_` is the last result of a session.",
      ["let due = disputes; $due | take 5"]),
    LanguageWord(
      "$(", kind: .value, usage: "$(PIPELINE)",
      "the rows or the value that a pipeline comes to, inside an expression. It only reads.",
      ["disputes | take count($(disputes status=won))"]),
    LanguageWord(
      "row", "column", "columns", kind: .value, usage: #"row["NAME"]"#,
      "a column by its name in quotes, where that is no word: one of a spreadsheet with a blank in it. "
        + "Others are named as they are.",
      [#"disputes | select id, team=metadata.team | where row["team"] == "paris""#]),
    LanguageWord(
      "hole", "holes", "{", kind: .value, usage: #""text {VALUE} text""#,
      "a value put into a text in double quotes. What may be missing needs `??`; single quotes have "
        + "no holes.",
      [#"disputes | select id, label="{reason}: {amount}""#]),
    LanguageWord(
      "csv", "tsv", "json", "ndjson", "yaml", "md", "table", "format", kind: .value,
      usage: "as FORMAT, save @FILE.FORMAT",
      "how rows are written. `json`, `ndjson` and `yaml` are as the API has them; `csv`, `tsv`, `md` and "
        + "`table` are for people. The name of a file that is saved ends in its format.",
      ["disputes | as csv"]),
    LanguageWord(
      "inner", "left", kind: .value, usage: "join ROWS on=COLUMN kind=left",
      "whether a join leaves out the rows that find no other, as `inner` does, or keeps them.",
      [
        "let won = disputes status=won | select id, back=amount; disputes | join $won on=id kind=left | take 5"
      ]),
    LanguageWord(
      "bar", "line", "hist", kind: .value, usage: "chart LABEL VALUE kind=bar",
      "how a chart is drawn: a bar for each label, a line over time, or how often values occur.",
      ["disputes | summarize by=status n=count() | chart status n kind=bar"]),
    LanguageWord(
      "#", "comment", "comments", kind: .value, usage: "# TEXT",
      "a remark up to the end of the line. `##` before a `param` or `def` is its help.", []),
  ]

  private static let types = [
    LanguageWord(
      "bool", kind: .type, usage: "bool", "`true` or `false`.",
      ["param all: bool = false; disputes | where $all"]),
    LanguageWord(
      "int", "integer", kind: .type, usage: "100000, 100_000",
      "a whole number of 64 bits. Beside an amount it counts minor units, such as cents.",
      ["disputes | where amount.minor > 100_000"]),
    LanguageWord(
      "decimal", "number", "numbers", kind: .type, usage: "12.50",
      "a number with a point, exact to 18 places.", ["disputes | set share=(amount.minor * 0.5)"]),
    LanguageWord(
      "money", "amounts", kind: .type, usage: "1000eur, 12.50usd, 500jpy",
      "an amount: a number with its currency directly behind it, in small letters. Amounts of one "
        + "currency are compared and added; between two the comparison is unknown.",
      ["disputes | where amount > 1000eur"]),
    LanguageWord(
      "currency", "currencies", kind: .type, usage: "eur",
      "a currency, as ISO 4217 has it, in small letters.", ["disputes | where currency == eur"]),
    LanguageWord(
      "string", "text", "texts", kind: .type, usage: #""text", 'text'"#,
      "a text in quotes. In double quotes `{…}` puts a value in and `\\n`, `\\t`, `\\\"` and `\\u{…}` "
        + "stand for characters; in single quotes nothing is special.",
      [#"disputes | where metadata.team == "paris""#]),
    LanguageWord(
      "timestamp", "times", "dates", kind: .type, usage: "2024-02-07, 2024-02-07T09:00Z",
      "a time; a date is its midnight UTC. Counted from `now` and `today` with durations.",
      ["disputes | where created >= 2024-02-01 and created < 2024-02-07T09:00Z"]),
    LanguageWord(
      "duration", "durations", "s", "m", "h", "d", "w", kind: .type, usage: "30s, 15m, 48h, 7d, 2w",
      "a length of time in seconds, minutes, hours, days of 24 hours or weeks.",
      ["disputes | where evidence_due_by < now + 48h"]),
    LanguageWord(
      "id", "ids", kind: .type, usage: "id<RESOURCE>",
      "the id of an object, with the prefix of its kind: `dp_…` of a dispute, `ch_…` of a charge. It "
        + "stands without quotes.",
      ["dispute dp_a1", "disputes ids=[dp_a1, dp_b2]"]),
    LanguageWord(
      "list", "lists", "[", kind: .type, usage: "[VALUE, VALUE], list<TYPE>",
      "several values of one type, in brackets.", ["disputes | where status in [won, lost]"]),
    LanguageWord(
      "record", "records", kind: .type, usage: "{NAME: VALUE, NAME: VALUE}",
      "values under names, as evidence is. `.` reads one.",
      [#"dispute dp_a1 | draft evidence={customer_name: "Ana"}"#]),
    LanguageWord(
      "map", kind: .type, usage: "metadata.NAME",
      "texts under names of your own; one that is not there is null.",
      [#"disputes | where metadata.team == "paris""#]),
    LanguageWord(
      "rows", kind: .type, usage: "rows<RESOURCE>",
      "what goes from stage to stage: the objects of a resource, or columns that a stage has made. "
        + "`:type P` tells which.",
      ["disputes | take 5"]),
    LanguageWord(
      "plan", "plans", kind: .type, usage: "plan<ACTION>",
      "what `draft`, `submit`, `close` and `upload` make: all that would be sent, and nothing sent. "
        + "`describe` shows it, `save @p.plan` keeps it, `apply` sends it once someone has agreed.",
      [#"dispute dp_a1 | draft evidence={customer_name: "Ana"} | describe"#]),
    LanguageWord(
      "enum", "enums", "member", "members", kind: .type, usage: "status == won",
      "one of a few words, as a status or a reason is. It stands without quotes; `dispute_status?` lists "
        + "those of a status.",
      ["disputes | where status in [won, lost]"]),
    LanguageWord(
      "digest", kind: .type, usage: "--approve DIGEST",
      "the short name of exactly what a plan would send, shown under it. Approving it agrees to that "
        + "and nothing else.", []),
    LanguageWord(
      "optional", "?", kind: .type, usage: "TYPE?",
      "a value of the type, or null: it may be missing.",
      ["param team: string? = null; disputes | take 1"]),
  ]
}
