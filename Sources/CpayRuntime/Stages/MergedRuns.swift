import CpayValue

/// The rows of several runs as one; where the order does not tell, those of an earlier run come first.
struct MergedRuns {
  private let order: SortOrder
  private var readers: [Reader]
  /// The readers that have rows left as a heap, in which none comes before the one at half its place.
  private var heap: [Int] = []

  /// The next rows of one run.
  private struct Reader {
    let run: SortedRun
    var frame = 0
    var rows: Batch
    var values: [Value]
    /// The numbers of the values, where they have such.
    var ranks: [Int128]?
    var next = 0
  }

  init(_ runs: [SortedRun], _ order: SortOrder) throws(EvaluationError) {
    self.order = order
    readers = []
    for run in runs {
      guard let rows = try run.rows(0) else { continue }
      let values = try order.values(rows)
      readers.append(
        Reader(run: run, rows: rows, values: values, ranks: order.ranks(values)))
    }
    for reader in readers.indices {
      heap.append(reader)
      siftUp(heap.count - 1)
    }
  }

  /// The next rows in their order; nil where there are no more.
  mutating func next() throws(EvaluationError) -> Batch? {
    guard let first = heap.first else { return nil }
    var builder = BatchBuilder(readers[first].rows.storage.layout)
    while let first = heap.first, builder.count < RowStream.mostRows,
      builder.size < SortedRun.frameSize
    {
      let reader = readers[first]
      guard builder.append(reader.rows[reader.next]) else { throw .tooManyRows }
      try advance(first)
    }
    return builder.build()
  }

  /// Passes the first row, which is one of that reader.
  private mutating func advance(_ reader: Int) throws(EvaluationError) {
    readers[reader].next += 1
    if readers[reader].next == readers[reader].rows.count {
      let frame = readers[reader].frame + 1
      guard let rows = try readers[reader].run.rows(frame) else {
        let last = heap.removeLast()
        if last != reader {
          heap[0] = last
          siftDown()
        }
        return
      }
      let values = try order.values(rows)
      (readers[reader].frame, readers[reader].next) = (frame, 0)
      (readers[reader].rows, readers[reader].values) = (rows, values)
      readers[reader].ranks = order.ranks(values)
    }
    siftDown()
  }

  private func comesBefore(_ first: Int, _ second: Int) -> Bool {
    let (one, other) = (readers[first].next, readers[second].next)
    if let ranks = readers[first].ranks, let others = readers[second].ranks {
      return (ranks[one], first) < (others[other], second)
    }
    return order.comesBefore(readers[first].values, one, readers[second].values, other)
      ?? (first < second)
  }

  private mutating func siftUp(_ start: Int) {
    var place = start
    while place > 0, comesBefore(heap[place], heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func siftDown() {
    var place = 0
    while true {
      var least = place
      for child in 2 * place + 1...2 * place + 2
      where child < heap.count && comesBefore(heap[child], heap[least]) {
        least = child
      }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
