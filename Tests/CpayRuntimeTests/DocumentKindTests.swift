import CpayTestSupport
import Testing

@testable import CpayRuntime

@Suite struct DocumentKindTests {
  struct Document: Sendable, CustomTestStringConvertible {
    let name: String
    let start: [UInt8]
    let oddity: DocumentOddity?
    var testDescription: String { "\(name) \(start)" }
  }

  private static let pdf = Array("%PDF-1.7".utf8)
  private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46]
  private static let program: [UInt8] = Array("MZ\u{1}exe".utf8)

  @Test(arguments: [
    Document(name: "lease.pdf", start: pdf, oddity: nil),
    Document(name: "a/LEASE.PDF", start: pdf, oddity: nil),
    Document(name: "lease.png", start: png, oddity: nil),
    Document(name: "lease.jpg", start: jpeg, oddity: nil),
    Document(name: "lease.jpeg", start: jpeg, oddity: nil),
    Document(name: "lease", start: pdf, oddity: nil),
    Document(name: "lease.scan", start: jpeg, oddity: nil),
    Document(name: "lease.pdf", start: program, oddity: .no(.pdf)),
    Document(name: "lease.pdf", start: png, oddity: .no(.pdf)),
    Document(name: "lease.png", start: jpeg, oddity: .no(.png)),
    Document(name: "lease.jpg", start: pdf, oddity: .no(.jpeg)),
    Document(name: "lease.pdf", start: Array("%PD".utf8), oddity: .no(.pdf)),
    Document(name: "lease.docx", start: Array("PK\u{3}\u{4}".utf8), oddity: .otherKind),
    Document(name: "lease", start: [0], oddity: .otherKind),
  ])
  func `tells what a document is by its bytes, and holds it against its name`(document: Document) {
    #expect(DocumentOddity(name: document.name, start: document.start) == document.oddity)
  }
}
