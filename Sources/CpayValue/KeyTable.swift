/// Numbers keys of rows by the order in which they first come, and keeps each as its bytes: a few words
/// a key beside them, and nothing allocated for one.
public struct KeyTable: Sendable {
  /// The bytes of all keys, one behind the other.
  private var bytes: [UInt8] = []
  /// Where each key ends.
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// The numbers of the keys by their hashes, -1 where there is none; a power of two of them, at most
  /// half of which are taken.
  private var table: [Int32] = Array(repeating: -1, count: 64)
  /// Whether hashes are such that nobody can foresee them.
  private(set) var isGuarded = false
  /// The key that is being looked for.
  private var key = RowKey()

  /// Keys that are tried for one, at most, before all are numbered by other hashes: so many stand
  /// together only where someone has made them to.
  private static let mostTries = 128

  /// No keys.
  public init() {}

  /// How many keys there are.
  public var count: Int { ends.count }

  /// The bytes of the key with that number.
  public func key(_ number: Int) -> ArraySlice<UInt8> {
    bytes[range(number)]
  }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }

  /// The numbers of the keys of rows in a batch, put behind those in `numbers`; new keys are added.
  ///
  /// A row whose key its fields do not show as they are is handed to `compute`, which writes it.
  /// - Throws: what `compute` throws; the numbers of the rows before are there then.
  public mutating func add<Failure: Error>(
    _ batch: Batch, by fields: [KeyField]?, to numbers: inout [Int32],
    _ compute: (_ index: Int, _ key: inout RowKey) throws(Failure) -> Void
  ) throws(Failure) {
    try each(batch, by: fields, compute) { table in numbers.append(table.numberOfKey()) }
  }

  /// The same without adding a key; -1 for a row whose key is not there.
  public mutating func find<Failure: Error>(
    _ batch: Batch, by fields: [KeyField]?, to numbers: inout [Int32],
    _ compute: (_ index: Int, _ key: inout RowKey) throws(Failure) -> Void
  ) throws(Failure) {
    try each(batch, by: fields, compute) { table in
      numbers.append(table.place(of: table.hashOfKey).number)
    }
  }

  private mutating func each<Failure: Error>(
    _ batch: Batch, by fields: [KeyField]?,
    _ compute: (_ index: Int, _ key: inout RowKey) throws(Failure) -> Void,
    _ take: (inout KeyTable) -> Void
  ) throws(Failure) {
    let (table, text) = (batch.storage.fields, batch.storage.bytes)
    let (extents, bytes) = (table.span, text.span)
    let width = batch.storage.layout.columns.count
    for index in 0..<batch.count {
      key.clear()
      let isShown = fields.map { key.add($0, extents, at: batch.place(index) * width, bytes) }
      if isShown != true {
        key.clear()
        try compute(index, &key)
      }
      take(&self)
    }
  }

  /// The number of the key that is looked for, which is added where it is new.
  private mutating func numberOfKey() -> Int32 {
    var hash = hashOfKey
    var place = place(of: hash)
    if place.number >= 0 { return place.number }
    if place.isCrowded, !isGuarded {
      isGuarded = true
      rehash()
      hash = hashOfKey
      place = self.place(of: hash)
    }
    let number = Int32(truncatingIfNeeded: count)
    bytes += key.bytes
    ends.append(bytes.count)
    hashes.append(KeyTable.kept(of: hash))
    table[place.slot] = number
    if 2 * count > table.count {
      table = Array(repeating: -1, count: 2 * table.count)
      fill()
    }
    return number
  }

  /// Where the key with that hash is or belongs, and whether others crowd there.
  private func place(
    of hash: UInt64
  ) -> (slot: Int, number: Int32, isCrowded: Bool) {
    let (wanted, length) = (KeyTable.kept(of: hash), key.bytes.count)
    var (slot, tries) = (self.slot(of: wanted), 0)
    while table[slot] >= 0 {
      let number = Int(table[slot])
      if hashes[number] == wanted {
        let range = range(number)
        if range.count == length,
          key.bytes.span.isEqual(0..<length, to: bytes.span, at: range.lowerBound)
        {
          return (slot, table[slot], false)
        }
      }
      slot = (slot + 1) & (table.count - 1)
      tries += 1
    }
    return (slot, -1, tries > KeyTable.mostTries)
  }

  private func slot(of hash: UInt32) -> Int { KeyTable.slot(of: hash, among: table.count) }

  /// The part of a hash that is kept: what makes few differences below makes many in the upper half.
  static func kept(of hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

  /// Where a key whose hash that is kept of is looked for first, among so many places.
  static func slot(of hash: UInt32, among count: Int) -> Int {
    let product = UInt64(hash) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: product >> 32) & (count - 1)
  }

  private var hashOfKey: UInt64 { hash(key.bytes.span, 0..<key.bytes.count) }

  private func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    guard isGuarded else { return text.hash(of: range, after: 0) }
    var hasher = Hasher()
    for index in range { hasher.combine(text[index]) }
    return UInt64(truncatingIfNeeded: hasher.finalize())
  }

  private mutating func rehash() {
    for number in ends.indices {
      hashes[number] = KeyTable.kept(of: hash(bytes.span, range(number)))
    }
    for slot in table.indices { table[slot] = -1 }
    fill()
  }

  private mutating func fill() {
    for (number, hash) in hashes.enumerated() {
      var slot = slot(of: hash)
      while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
      table[slot] = Int32(truncatingIfNeeded: number)
    }
  }
}
