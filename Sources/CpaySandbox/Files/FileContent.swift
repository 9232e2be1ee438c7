import HummingbirdCore
import NIOCore
import NIOFileSystem

/// The content that an answer streams: a file of the vault, or one that a seed only names.
enum FileContent: Hashable, Sendable {
  case stored(path: String)
  /// So many bytes of a document made up on the spot.
  case made(size: Int64)

  /// The content as the body of a response.
  var body: ResponseBody {
    ResponseBody { writer in
      switch self {
      case .stored(let path):
        let handle = try await FileSystem.shared.openFile(forReadingAt: FilePath(path))
        do {
          for try await chunk in handle.readChunks() { try await writer.write(chunk) }
          try await handle.close()
        } catch {
          try? await handle.close()
          throw error
        }
      case .made(let size):
        var left = size
        var chunk = Array("%PDF-1.4\n% a document that a seed names\n".utf8)
        while left > 0 {
          let part = chunk.prefix(Int(min(left, Int64(chunk.count))))
          try await writer.write(ByteBuffer(bytes: part))
          left -= Int64(chunk.count)
          chunk = [UInt8](repeating: UInt8(ascii: "\n"), count: 64 << 10)
        }
      }
      try await writer.finish(nil)
    }
  }
}
