using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Payment cards, bank accounts and wallets, each proven by its checksum.</summary>
internal static partial class PaymentRules
{
    private const int FewestCardDigits = 13;
    private const int ShortestWallet = 14;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Length of an IBAN by country, from the SWIFT registry.</summary>
    private static readonly FrozenDictionary<string, int> IbanLengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 "
        + "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 "
        + "LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NI28 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 "
        + "SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20").Split(' ')
        .ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture));

    public static void Apply(Sweep sweep)
    {
        if (sweep.Digits >= FewestCardDigits) Cards(sweep);

        if (sweep.Digits > 1)
            foreach (var match in IbanStart().EnumerateMatches(sweep.Text)) Iban(sweep, match.Index);

        if (sweep.LongestRun >= ShortestWallet) Wallets(sweep);
    }

    private static void Cards(Sweep sweep)
    {
        foreach (var match in Card().EnumerateMatches(sweep.Text))
        {
            var digits = Values.Plain(sweep.Text.AsSpan(match.Index, match.Length));
            if (!Checksums.Luhn(digits)) continue;
            if (IsIssued(digits))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.CreditCard, "card", FindingTier.A);
            else if (digits[0] is not '0' && !(digits.Length == 13 && digits[0] == '1') && sweep.Before(CardCue(), match.Index))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.CreditCard, "card-cue", FindingTier.B);
        }
    }

    private static void Wallets(Sweep sweep)
    {
        foreach (var match in Base58().EnumerateMatches(sweep.Text))
        {
            if (Checksums.Base58Check(sweep.Text.AsSpan(match.Index, match.Length)))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.CryptoWallet, "wallet-base58", FindingTier.A);
            else if (sweep.Before(WalletCue(), match.Index) && HasDigitAndLetters(sweep.Text.AsSpan(match.Index, match.Length)))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.CryptoWallet, "wallet-cue", FindingTier.B);
        }

        foreach (var match in Bech32().EnumerateMatches(sweep.Text))
            if (Checksums.Bech32(sweep.Text.AsSpan(match.Index, match.Length)))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.CryptoWallet, "wallet-bech32", FindingTier.A);

        foreach (var match in CashAddress().EnumerateMatches(sweep.Text))
            sweep.Found(match.Index, match.Index + match.Length, FindingType.CryptoWallet, "wallet-cash", FindingTier.A);

        foreach (var match in Monero().EnumerateMatches(sweep.Text))
            sweep.Found(match.Index, match.Index + match.Length, FindingType.CryptoWallet, "wallet-monero", FindingTier.A);
    }

    /// <summary>Chains without a checksum in their addresses, such as Solana, need all three kinds of character.</summary>
    private static bool HasDigitAndLetters(ReadOnlySpan<char> value) =>
        value.Length >= 32 && value.ContainsAnyInRange('1', '9') && value.ContainsAnyInRange('A', 'Z') && value.ContainsAnyInRange('a', 'z')
        && value.ContainsAnyExcept(HexDigits);

    /// <summary>Reads exactly as many characters as the country's accounts have, across single blanks and hyphens.</summary>
    private static void Iban(Sweep sweep, int start)
    {
        var text = sweep.Text;
        if (!IbanLengths.TryGetValue(text.Substring(start, 2).ToUpperInvariant(), out var length)) return;

        Span<char> plain = stackalloc char[length];
        var count = 0;
        var end = start;
        for (; count < length && end < text.Length; end++)
        {
            if (char.IsAsciiLetterOrDigit(text[end])) plain[count++] = text[end];
            else if (text[end] is not (' ' or '-') || !char.IsAsciiLetterOrDigit(sweep.At(end - 1))) return;
        }

        if (count == length && !char.IsLetterOrDigit(sweep.At(end)) && Checksums.Mod97(plain))
            sweep.Found(start, end, FindingType.Iban, "iban", FindingTier.A);
    }

    /// <summary>Whether a number begins and is as long as those of an issuer: cards are not any number that passes Luhn.</summary>
    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        var two = Values.TwoDigits(digits);
        var four = two * 100 + Values.TwoDigits(digits[2..]);
        return digits.Length switch
        {
            14 => four is >= 3000 and <= 3059 || two is 36 or 38 or 39,
            15 => two is 34 or 37,
            16 or 17 or 18 or 19 => digits[0] == '4' || two is >= 51 and <= 55 || four is >= 2221 and <= 2720
                || four is 6011 || two is 65 or 35 or 62 or 81 || four is >= 6440 and <= 6499
                || two is 50 or (>= 56 and <= 58) or 60 or 63 or 67 || four is >= 2200 and <= 2204,
            _ => false,
        };
    }

    [GeneratedRegex(@"(?<![\w.,:/+-])(?:\d{13,19}|\d{4}(?:[ -]{1,2}\d{4}|\.\d{4}){3}(?:[ -]\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{4,5})(?!\w|[.,-]\d)")]
    private static partial Regex Card();

    [GeneratedRegex(@"\b(?:credit|debit|card|cards|visa|mastercard|amex|american express|uatp|diners|discover|jcb|maestro|kad kredit|kreditkarte|carte|tarjeta)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CardCue();

    [GeneratedRegex(@"\b(?:wallets?|crypto|solana|sol|bitcoin|btc|eth|ethereum|xrp|ripple|litecoin|tron|dogecoin|usdt|usdc|coin|dompet|donat(?:e|ion)s?|pay to)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WalletCue();

    [GeneratedRegex(@"(?<![A-Z0-9])[A-Z]{2}\d{2}(?=[ -]?[A-Z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IbanStart();

    [GeneratedRegex(@"(?<![0-9A-Za-z])(?>[1-9A-HJ-NP-Za-km-z]{26,44})(?![0-9A-Za-z])")]
    private static partial Regex Base58();

    [GeneratedRegex(@"(?<![0-9A-Za-z])bitcoincash:[qp][02-9ac-hj-np-z]{41}(?![0-9A-Za-z])")]
    private static partial Regex CashAddress();

    [GeneratedRegex(@"(?<![0-9A-Z])(?:bc|tb|bcrt|ltc|addr|stake|bnb|cosmos|npub)1[02-9AC-HJ-NP-Z]{11,98}(?![0-9A-Z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bech32();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}(?![0-9A-Za-z])")]
    private static partial Regex Monero();
}
