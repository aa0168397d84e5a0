using Insights.Core.Cases;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Testing;

namespace Insights.Core.Tests.Cases;

/// <summary>A product whose key ring has turned from the first key to the second.</summary>
internal static class Rotation
{
    public static CaseKey Third { get; } = new(3, "the newest synthetic key for the tests only"u8);

    /// <summary>The second key is active, the first verify-only.</summary>
    public static Task<TestDatabase> CreateAsync() => UnderAsync(new CaseKeyRing(Some.NewerCaseKey, Some.CaseKey));

    public static Task<TestDatabase> UnderAsync(CaseKeyRing ring) => TestDatabase.CreateAsync(services => services.AddCaseReferences(Some.CasesUnder(ring)));

    public static CaseToken Old(string id = "CASE-10001") => Under(Some.CaseKey, id);

    public static CaseToken New(string id = "CASE-10001") => Under(Some.NewerCaseKey, id);

    public static CaseToken Under(CaseKey key, string id = "CASE-10001") => new CaseTokeniser(new CaseKeyRing(key)).Tokenise("tests", "cases", id);

    public static Task<ReportView> CiteAsync(this TestDatabase database, params CaseToken[] cases) =>
        database.FileAsync(Some.Ambiguity() with { CaseReferences = [.. cases.Select(c => c.Value)] });

    public static Task<ExchangedCasesView> ExchangeAsync(this TestDatabase database, params string[] ids) =>
        database.SendAsync(SomePeople.Specialist, new TokeniseCases("cases", ids));
}
