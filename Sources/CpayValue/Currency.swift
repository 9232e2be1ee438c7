/// An ISO 4217 alphabetic code as the API writes it: three lower-case letters.
///
/// A code outside the standard's list is still a currency, since the API may add one; only its
/// number of minor digits is unknown, and its amounts are shown in minor units rather than guessed.
public struct Currency: Hashable, Sendable {
  /// The three ASCII letters, first letter in the highest byte, so that it orders as the codes do.
  public let packed: UInt32

  /// Makes a currency from three lower-case ASCII letters; nil for anything else.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 3 else { return nil }
    var packed: UInt32 = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") else { return nil }
      packed = packed << 8 | UInt32(byte)
    }
    self.packed = packed
  }

  /// Makes a currency from its lower-case code, `"eur"`; nil for anything else.
  public init?(_ code: some StringProtocol) {
    self.init(bytes: Array(code.utf8))
  }

  /// Makes a currency from its code in letters of either case, as files and people write it; nil
  /// for anything else.
  public init?(anyCase code: some StringProtocol) {
    self.init(bytes: code.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 })
  }

  /// The three lower-case letters, as UTF-8.
  public var bytes: [UInt8] {
    [UInt8(packed >> 16 & 0xff), UInt8(packed >> 8 & 0xff), UInt8(packed & 0xff)]
  }

  /// The lower-case code, as the API writes it: `eur`.
  public var code: String { String(decoding: bytes, as: UTF8.self) }

  /// The upper-case code, as people read it: `EUR`.
  public var displayCode: String { code.uppercased() }

  /// Digits after the decimal point (EUR 2, JPY 0, BHD 3); nil when the code is not in ISO 4217.
  public var minorDigits: Int? { Currency.minorDigitsByCurrency[self] }

  /// The currencies of ISO 4217, in alphabetical order.
  public static let listed = minorDigitsByCurrency.keys.sorted { $0.packed < $1.packed }

  private static let minorDigitsByCurrency: [Currency: Int] = {
    var table: [Currency: Int] = [:]
    for (digits, codes) in iso4217 {
      for code in codes.split(separator: " ") {
        if let currency = Currency(code) { table[currency] = digits }
      }
    }
    return table
  }()

  /// The active codes of ISO 4217 by number of minor digits.
  private static let iso4217: [(digits: Int, codes: String)] = [
    (0, "bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf"),
    (3, "bhd iqd jod kwd lyd omr tnd"),
    (4, "clf uyw"),
    (
      2,
      """
      aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob bov brl bsd btn bwp byn \
      bzd cad cdf che chf chw cny cop cou crc cup cve czk dkk dop dzd egp ern etb eur fjd fkp gbp \
      gel ghs gip gmd gtq gyd hkd hnl htg huf idr ils inr irr jmd kes kgs khr kpw kyd kzt lak lbp \
      lkr lrd lsl mad mdl mga mkd mmk mnt mop mru mur mvr mwk mxn mxv myr mzn nad ngn nio nok npr \
      nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sdg sek sgd shp sle sos srd ssp stn \
      svc syp szl thb tjs tmt top try ttd twd tzs uah usd usn uyu uzs ved ves wst xcd xcg yer zar zmw \
      zwg
      """
    ),
  ]
}
