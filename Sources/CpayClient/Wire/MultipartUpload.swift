import CpayValue
import Synchronization

/// A form of two parts, purpose and file, whose body is made while it is sent (files page).
struct MultipartUpload: Sendable {
  /// 128 bits of the content's own digest: the same upload has the same bytes, and no content can
  /// be made to hold it.
  let boundary: String
  private let head: [UInt8]
  private let tail: [UInt8]
  private let file: LocalFile

  init(_ file: LocalFile, purpose: String) {
    self.file = file
    boundary = "cpay-" + String(hex: file.digest.prefix(16))
    let lines = [
      "--\(boundary)", #"Content-Disposition: form-data; name="purpose""#, "", purpose,
      "--\(boundary)",
      #"Content-Disposition: form-data; name="file"; filename="\#(MultipartUpload.quoted(file.name))""#,
      "Content-Type: \(MultipartUpload.type(of: file.name))", "", "",
    ]
    head = Array(lines.joined(separator: "\r\n").utf8)
    tail = Array("\r\n--\(boundary)--\r\n".utf8)
  }

  var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  var body: BodyStream {
    let (head, tail, file) = (head, tail, file)
    return BodyStream(length: head.count + file.size + tail.count) {
      let part = Part(try file.open())
      return {
        switch part.advance() {
        case .head: return head
        case .file(let next):
          if let piece = try next() { return piece }
          part.end()
          return tail
        case .end: return nil
        }
      }
    }
  }

  /// A name as it stands between quotes: as UTF-8, with those characters encoded that would end it
  /// (RFC 7578, and the HTML standard on `multipart/form-data`).
  private static func quoted(_ name: String) -> String {
    var quoted = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": quoted.append(contentsOf: "%22".unicodeScalars)
      case "\r": quoted.append(contentsOf: "%0D".unicodeScalars)
      case "\n": quoted.append(contentsOf: "%0A".unicodeScalars)
      default: quoted.append(scalar)
      }
    }
    return String(quoted)
  }

  /// The kinds of document that banks take; others go as bytes.
  private static func type(of name: String) -> String {
    switch name.lowercased().split(separator: ".").last {
    case "pdf": "application/pdf"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    default: "application/octet-stream"
    }
  }
}

/// Which part of a form is to be sent next.
private final class Part: Sendable {
  typealias Pieces = @Sendable () throws -> [UInt8]?

  enum Step {
    case head
    case file(Pieces)
    case end
  }

  private enum Place {
    case head
    case file
    case end
  }

  private let pieces: Pieces
  private let place = Mutex(Place.head)

  init(_ pieces: @escaping Pieces) {
    self.pieces = pieces
  }

  func advance() -> Step {
    place.withLock { place in
      switch place {
      case .head:
        place = .file
        return .head
      case .file: return .file(pieces)
      case .end: return .end
      }
    }
  }

  func end() { place.withLock { $0 = .end } }
}
