/// A currency of ISO 4217, with the number of its minor digits (0, 2, 3 or 4).
///
/// Only currencies that amounts can be kept in: the codes without minor units (gold, test codes, …) are not among them.
public struct Currency: Hashable, Sendable {
  private let packed: UInt32
  /// The number of decimal places: 2 for EUR, 0 for JPY, 3 for KWD, 4 for CLF.
  public let minorDigits: UInt8

  private init(packed: UInt32, minorDigits: UInt8) {
    self.packed = packed
    self.minorDigits = minorDigits
  }

  /// A currency by its three capital letters; `nil` for a code that ISO 4217 does not list or gives no minor units.
  public init?(_ code: some StringProtocol) {
    guard let packed = Self.pack(code), let digits = Self.minorDigits[packed] else { return nil }
    self.init(packed: packed, minorDigits: digits)
  }

  /// A currency by its three capital letters.
  /// - Throws: An ``ExplainedError`` for a code that ISO 4217 does not list or gives no minor units.
  public init(parsing code: some StringProtocol) throws {
    guard let currency = Currency(code) else { throw FieldTextError(.notACurrency, code) }
    self = currency
  }

  /// The three letters: `EUR`.
  public var code: String {
    var letters = ""
    for shift in [16, 8, 0] as [UInt32] {
      letters.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: packed >> shift)))
    }
    return letters
  }

  private static func pack(_ code: some StringProtocol) -> UInt32? {
    guard code.utf8.count == 3 else { return nil }
    return code.utf8.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

extension Currency {
  /// The euro.
  public static let eur = Currency("EUR")!
  /// The US dollar.
  public static let usd = Currency("USD")!
  /// The Japanese yen, which has no minor unit.
  public static let jpy = Currency("JPY")!

  /// Every currency, by code.
  public static var all: [Currency] {
    minorDigits.map { Currency(packed: $0.key, minorDigits: $0.value) }.sorted { $0.packed < $1.packed }
  }
}

extension Currency: CustomStringConvertible, Comparable {
  /// The three letters.
  public var description: String { code }

  /// Orders by code.
  public static func < (left: Self, right: Self) -> Bool { left.packed < right.packed }
}

extension Currency {
  /// ISO 4217 list one as published by its maintenance agency on 2026-01-01, by number of minor digits.
  private static let minorDigits: [UInt32: UInt8] = {
    var table: [UInt32: UInt8] = [:]
    for (digits, codes) in [(0, noDigits), (2, twoDigits), (3, threeDigits), (4, fourDigits)] as [(UInt8, String)] {
      for code in codes.split(whereSeparator: \.isWhitespace) {
        if let packed = pack(code) { table[packed] = digits }
      }
    }
    return table
  }()

  private static let noDigits = """
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
    """
  private static let twoDigits = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
    CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG
    YER ZAR ZMW ZWG
    """
  private static let threeDigits = "BHD IQD JOD KWD LYD OMR TND"
  private static let fourDigits = "CLF UYW"
}
