extension DiagnosticGuide {
  /// E301 to E313: types.
  static let types = [
    DiagnosticGuide(
      "E301", "not a condition",
      "`where`, `if`, `require`, `and`, `or` and `not` take what is true or false.",
      "disputes | where amount",
      instead: "disputes | where amount > 0eur"),
    DiagnosticGuide(
      "E302", "types that do not go together",
      "Values are compared and calculated with within their types only; nothing is converted "
        + "behind your back.",
      #"disputes | where amount > "1000""#,
      instead: "disputes | where amount > 1000eur"),
    DiagnosticGuide(
      "E303", "it may be missing",
      "The place needs a value, and this one may not be there. Keep the rows that have it, or give "
        + "one in its place with `??`.",
      "disputes | submit evidence={customer_name: payment_intent}",
      instead:
        "disputes | where payment_intent != null | submit evidence={customer_name: payment_intent}"),
    DiagnosticGuide(
      "E304", "rows where a value is wanted",
      "Many rows are no single value. `count` makes one of them.",
      "let due = disputes; disputes | take $due",
      instead: "let due = disputes | count; disputes | take $due"),
    DiagnosticGuide(
      "E305", "a column without a name",
      "A column that is computed needs a name.",
      "disputes | select id, amount * 2",
      instead: "disputes | select id, double=(amount * 2)"),
    DiagnosticGuide(
      "E306", "a column twice",
      "Each column of a row has its own name. A path takes the name of its last part.",
      "disputes | expand charge | select id, charge.id",
      instead: "disputes | expand charge | select id, charge_id=charge.id"),
    DiagnosticGuide(
      "E307", "no order, no group, no picture",
      "Rows are sorted and grouped by single values, not by records, maps and lists. Charts draw "
        + "numbers, amounts and durations.",
      "disputes | sort metadata",
      instead: "disputes | sort metadata.team"),
    DiagnosticGuide(
      "E308", "`in` needs a list",
      "The right side of `in` is a list in brackets, or a variable or field that holds one.",
      "disputes | where status in won",
      instead: "disputes | where status in [won]"),
    DiagnosticGuide(
      "E309", "nothing can be contained",
      "`contains` looks into a text or a list.",
      "disputes | where amount contains 5",
      instead: #"disputes | where id contains "5""#),
    DiagnosticGuide(
      "E310", "different currencies would be added",
      "A sum, smallest, largest or mean of amounts needs one currency: group by it, or keep one.",
      "disputes | summarize by=status total=sum(amount)",
      instead: "disputes | summarize by=[status, currency] total=sum(amount)"),
    DiagnosticGuide(
      "E311", "the column is there already",
      "A new column may not take the place of a field of the object itself, which writes rely on; "
        + "and two sides of a join may not share a name beside the key.",
      "disputes | set amount=5eur",
      instead: "disputes | set fee=5eur"),
    DiagnosticGuide(
      "E312", "a sum out of place",
      "`count`, `sum`, `min`, `max` and `avg` compute something of many rows, in `summarize`, and "
        + "not inside one another.",
      "disputes | select total=sum(amount)",
      instead: "disputes | where currency == eur | summarize total=sum(amount)"),
    DiagnosticGuide(
      "E313", "no pattern",
      "`matches` takes a pattern in quotes that is known beforehand: `*` for anything, `?` for one "
        + "character, `[a-z]` for one of a class.",
      #"disputes | where id matches "[a""#,
      instead: #"disputes | where id matches "dp_[a-c]*""#),
  ]
}
