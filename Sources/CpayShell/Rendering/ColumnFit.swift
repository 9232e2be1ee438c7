/// Which columns of a table stand beside each other in the columns of a terminal.
struct ColumnFit {
  /// The places of those that are shown, in order.
  private(set) var shown: [Int]
  /// The column whose cells are broken into lines, where that makes room.
  let sentences: Int?

  /// One column that wants to be shown.
  struct Column {
    /// The columns of a terminal that it takes.
    let width: Int
    /// Whether somebody has asked for it, so that it goes last.
    let isChosen: Bool
    /// Whether its cells are texts that may be broken between words.
    let isText: Bool
  }

  /// What fits in `width` columns.
  ///
  /// Where some may be hidden, those that nobody chose go first, from the last, then the others; two
  /// stay. Where even those do not fit all are shown, and the table finds another form.
  init(_ columns: [Column], width: Int, mayHide: Bool, sentences: Int?) {
    shown = Array(columns.indices)
    let isTooWide = ColumnFit.total(columns, shown, broken: nil) > width
    self.sentences = isTooWide ? sentences ?? ColumnFit.longest(columns) : nil
    guard mayHide, isTooWide else { return }
    var left = shown
    // The first column says which row it is.
    let others = columns.indices.dropFirst().reversed()
    var waiting = others.filter { !columns[$0].isChosen } + others.filter { columns[$0].isChosen }
    while ColumnFit.total(columns, left, broken: self.sentences) > width, left.count > 2,
      !waiting.isEmpty
    {
      let place = waiting.removeFirst()
      left.removeAll { $0 == place }
    }
    if ColumnFit.total(columns, left, broken: self.sentences) <= width { shown = left }
  }

  private static func total(_ columns: [Column], _ shown: [Int], broken: Int?) -> Int {
    let widths = shown.map { place in
      place == broken ? min(columns[place].width, Table.sentenceWidth) : columns[place].width
    }
    return widths.reduce(0) { $0 + $1 + 2 } - 2
  }

  /// The widest of the texts that are wider than a sentence has to be.
  private static func longest(_ columns: [Column]) -> Int? {
    let texts = columns.indices.filter {
      columns[$0].isText && columns[$0].width > Table.sentenceWidth
    }
    return texts.max { columns[$0].width < columns[$1].width }
  }
}
