using System.Buffers;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Small readings of a candidate that several rules share.</summary>
internal static partial class Values
{
    /// <summary>The hex digits that are letters, of either case.</summary>
    public static readonly SearchValues<char> HexLetters = SearchValues.Create("abcdefABCDEF");

    /// <summary>How many ASCII digits a value holds.</summary>
    public static int Digits(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var c in value)
            if (char.IsAsciiDigit(c)) digits++;
        return digits;
    }

    /// <summary>The letters and digits of a value, without separators.</summary>
    public static string Plain(ReadOnlySpan<char> value)
    {
        Span<char> plain = stackalloc char[value.Length];
        var length = 0;
        foreach (var c in value)
            if (char.IsAsciiLetterOrDigit(c)) plain[length++] = c;
        return new string(plain[..length]);
    }

    /// <summary>A plain number that reads as a year from 1900 to 2099.</summary>
    public static bool IsYear(ReadOnlySpan<char> value) =>
        value.Length == 4 && Digits(value) == 4 && (value.StartsWith("19", StringComparison.Ordinal) || value.StartsWith("20", StringComparison.Ordinal));

    /// <summary>Eight digits yyyymmdd of a plausible day, alone or with a time behind.</summary>
    public static bool IsLongDate(ReadOnlySpan<char> value) =>
        value.Length is 8 or 10 or 12 or 14 && Digits(value) == value.Length && IsYear(value[..4])
        && TwoDigits(value[4..]) is >= 1 and <= 12 && TwoDigits(value[6..]) is >= 1 and <= 31;

    /// <summary>What stands after a number that counts something.</summary>
    [GeneratedRegex(@"^(?: ?%|,? (?:of|out of|per|to|hours?|minutes?|seconds?|days?|weeks?|months?|times|items?|rows?|cases?|reports?|users?|accounts?|tickets?|characters|words|percent|peratus|daripada|hingga|kes|laporan)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Unit();

    /// <summary>Six digits yymmdd that name a day of some century.</summary>
    public static bool IsShortDate(ReadOnlySpan<char> yymmdd)
    {
        var year = TwoDigits(yymmdd);
        var month = TwoDigits(yymmdd[2..]);
        var day = TwoDigits(yymmdd[4..]);
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + year, month);
    }

    /// <summary>The number two digits write.</summary>
    public static int TwoDigits(ReadOnlySpan<char> digits) => (digits[0] - '0') * 10 + digits[1] - '0';
}
