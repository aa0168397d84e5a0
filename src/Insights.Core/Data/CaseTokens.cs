using Insights.Privacy;

namespace Insights.Core.Data;

/// <summary>Reads tokens that were checked before.</summary>
public static class CaseTokens
{
    extension(CaseToken)
    {
        /// <exception cref="FormatException">This is not a case reference.</exception>
        public static CaseToken Parse(string text) =>
            CaseToken.TryParse(text, out var token) ? token : throw new FormatException("Not a case reference.");
    }
}
