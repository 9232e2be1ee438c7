import Dispatch
import Foundation
import Glibc
import Synchronization

/// A socket of this machine's own that takes connections, on a port that was free.
struct ListeningSocket {
  let descriptor: Int32
  let port: Int

  struct Unusable: Error {}

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      // The system takes an address of any kind for one of no kind.
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(listener, address, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard isListening else { throw Unusable() }
    (descriptor, port) = (listener, Int(UInt16(bigEndian: address.sin_port)))
  }
}

/// A server of the test's own that knows no HTTP beyond where a request ends, and keeps what came.
final class PlainServer: Sendable {
  let port: Int
  private let listener: Int32
  private let received = Mutex<[String]>([])

  /// A server that answers each request with what `answer` makes of its text: a status, header
  /// fields and a body.
  init(_ answer: @escaping @Sendable (String) -> Answer) throws {
    let socket = try ListeningSocket()
    let listener = socket.descriptor
    (self.listener, port) = (listener, socket.port)
    DispatchQueue.global().async { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        guard let self else {
          close(connection)
          return
        }
        self.serve(connection, answer)
      }
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  struct Answer: Sendable {
    var status = 200
    var fields: [String] = []
    var body = ""
  }

  /// Everything that came, as text.
  var requests: [String] { received.withLock { $0 } }

  private func serve(_ connection: Int32, _ answer: @Sendable (String) -> Answer) {
    defer { close(connection) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while !PlainServer.isWhole(bytes) {
      let count = unsafe read(connection, &chunk, chunk.count)
      if count <= 0 { break }
      bytes += chunk[..<count]
    }
    let request = String(decoding: bytes, as: UTF8.self)
    received.withLock { $0.append(request) }
    let found = answer(request)
    let head =
      ["HTTP/1.1 \(found.status) X", "Content-Length: \(found.body.utf8.count)"]
      + found.fields + ["Connection: close"]
    let reply = Array((head.joined(separator: "\r\n") + "\r\n\r\n" + found.body).utf8)
    _ = unsafe write(connection, reply, reply.count)
  }

  private static func isWhole(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return false }
    let head = text[..<end.lowerBound].lowercased()
    guard let field = head.range(of: "content-length: ") else { return true }
    let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
    return text[end.upperBound...].utf8.count >= length
  }
}

extension PlainServer.Answer {
  /// A list of those objects.
  static func list(_ objects: String...) -> PlainServer.Answer {
    PlainServer.Answer(
      body: #"{"object":"list","data":[\#(objects.joined(separator: ","))],"has_more":false}"#)
  }
}
