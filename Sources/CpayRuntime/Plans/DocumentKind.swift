/// A kind of document that banks take, known by how its bytes begin (ISO 32000, ISO 10918, PNG 1.2).
package enum DocumentKind: CaseIterable {
  case pdf
  case png
  case jpeg

  /// How many bytes have to be known.
  static let length = 8

  /// The kind that bytes are; nil for any other.
  init?(start: [UInt8]) {
    guard let kind = DocumentKind.allCases.first(where: { start.starts(with: $0.mark) }) else {
      return nil
    }
    self = kind
  }

  /// The kind that a file says it is by its name; nil where it says none of these.
  init?(name: String) {
    switch name.lowercased().split(separator: ".").last {
    case "pdf": self = .pdf
    case "png": self = .png
    case "jpg", "jpeg": self = .jpeg
    default: return nil
    }
  }

  private var mark: [UInt8] {
    switch self {
    case .pdf: Array("%PDF-".utf8)
    case .png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    case .jpeg: [0xff, 0xd8, 0xff]
    }
  }

  var name: String {
    switch self {
    case .pdf: "PDF"
    case .png: "PNG"
    case .jpeg: "JPEG"
    }
  }
}

/// What is odd about the content of a document: sent, it may help nobody.
package enum DocumentOddity: Hashable {
  /// It is not what its name says.
  case no(DocumentKind)
  /// It is no kind that banks take.
  case otherKind

  /// What is odd about a file of that name and beginning; nil where nothing is.
  init?(name: String, start: [UInt8]) {
    let (said, found) = (DocumentKind(name: name), DocumentKind(start: start))
    switch (said, found) {
    case (let said?, let found): if said == found { return nil } else { self = .no(said) }
    case (nil, nil): self = .otherKind
    case (nil, .some): return nil
    }
  }
}
