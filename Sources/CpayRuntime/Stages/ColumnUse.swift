public import CpayLanguage

/// Which columns of rows matter to what becomes of them; the rest of a row is handed on as it is.
enum ColumnUse: Equatable {
  /// Those of these names; the rest is handed on as it is.
  case named(Set<String>)
  /// Those of these names; nothing becomes of the rest.
  case only(Set<String>)
  /// All there are: what has no column is lost.
  case all

  /// None of them.
  static let none = ColumnUse.named([])

  func includes(_ name: String) -> Bool {
    switch self {
    case .named(let names), .only(let names): names.contains(name)
    case .all: true
    }
  }

  func adding(_ expressions: [CheckedExpression]) -> ColumnUse {
    switch self {
    case .named(let names): .named(names.union(expressions.flatMap(\.fieldNames)))
    case .only(let names): .only(names.union(expressions.flatMap(\.fieldNames)))
    case .all: .all
    }
  }

  /// What matters before a step, behind which this does.
  fileprivate func before(_ step: CheckedStep) -> ColumnUse {
    switch step.stage {
    case .where(let conjuncts): adding(conjuncts.map(\.expression))
    case .take, .skip, .one: self
    case .sort(let keys): adding(keys.map(\.expression))
    case .uniq(let values):
      // Rows that differ only in what has no column would be taken for the same.
      values.count >= step.input.fields.count ? .all : adding(values)
    case .columns(let columns): ColumnUse.only([]).adding(columns.map(\.expression))
    case .added(let columns): before(adding: columns)
    case .join(let join): before(join, step.output)
    case .describe: .all
    case .summarize(let summary):
      ColumnUse.only([]).adding(
        summary.keys.map(\.expression) + summary.aggregates.compactMap(\.operand))
    case .expand(let reference): adding([.field(reference.field)])
    case .fetch(_, let id): adding([.field(id)])
    }
  }

  /// What matters before other rows are joined to, where what has no column is lost.
  private func before(_ join: Join, _ output: RowType) -> ColumnUse {
    guard case .only(let names) = self else { return .all }
    var used = [join.key]
    for (column, made) in zip(join.columns, output.fields) {
      if case .own(let field) = column, names.contains(made.name) { used.append(.field(field)) }
    }
    return ColumnUse.only([]).adding(used)
  }

  /// What matters before columns are added.
  ///
  /// Where nobody says which of all matter, what has no column is lost.
  private func before(adding columns: [Column]) -> ColumnUse {
    guard case .only(let names) = self else { return .all }
    return ColumnUse.only(names.subtracting(columns.map(\.name)))
      .adding(columns.map(\.expression))
  }
}

extension CheckedRows {
  /// What matters of the columns of the source, where that matters of those at the end.
  func use(atEnd end: ColumnUse) -> ColumnUse {
    steps.reversed().reduce(end) { $0.before($1) }
  }
}

extension OutputFormat {
  /// Whether it shows rows in columns, so that what has none is lost.
  public var hasColumns: Bool {
    switch self {
    case .table, .csv, .tsv, .md: true
    case .json, .ndjson, .yaml: false
    }
  }

  /// What matters of rows that are written in it.
  var columnUse: ColumnUse { hasColumns ? .all : .none }
}
