import CpayLanguage
import CpayValue

/// Rows in their order in a file of their own, a few at a time.
struct SortedRun {
  private let file: TemporaryFile
  /// The columns of the rows; none as long as there are no rows.
  private var layouts: [ColumnLayout] = []
  /// Where in the file some of the rows are.
  private var frames: [Range<Int>] = []
  private var size = 0
  /// How often the rows have been merged.
  let level: Int

  /// The bytes of the rows that are read again in one go, about.
  static let frameSize = 256 << 10

  init(_ file: TemporaryFile, level: Int) {
    (self.file, self.level) = (file, level)
  }

  /// Adds rows, which come behind all that were added.
  mutating func append(
    _ rows: Batch, _ cancellation: Cancellation
  ) throws(EvaluationError) {
    if layouts.isEmpty { layouts = rows.layouts }
    var first = 0
    while first < rows.count {
      if cancellation.isRequested || Task.isCancelled { throw .interrupted }
      var (end, length) = (first, 0)
      repeat {
        length += rows.frameSize(of: end)
        end += 1
      } while end < rows.count && length < SortedRun.frameSize
      guard let frame = rows.part(first..<end).frame else { throw .tooManyRows }
      do throws(FileFailure) { try file.append(frame) } catch { throw .temporaryFile(error) }
      frames.append(size..<size + frame.count)
      size += frame.count
      first = end
    }
  }

  /// The rows that were added in one go, from 0; nil where there are no more.
  func rows(_ number: Int) throws(EvaluationError) -> Batch? {
    guard number < frames.count else { return nil }
    do throws(FileFailure) {
      let frame = try file.read(frames[number])
      guard let rows = Batch(frame: frame, layouts: layouts) else {
        throw FileFailure("what was read is not what was written")
      }
      return rows
    } catch {
      throw .temporaryFile(error)
    }
  }
}
