using Insights.Core.Cases;
using Insights.Privacy;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Hosting;

public sealed class CaseSettingsTests
{
    private static readonly string First = Convert.ToBase64String("a first synthetic key for these tests"u8);
    private static readonly string Second = Convert.ToBase64String("a second synthetic key for these tests"u8);

    [Fact]
    public void One_key_is_enough_and_one_source_is_there_without_being_configured()
    {
        var cases = Read(("Keys:0:Id", "4"), ("Keys:0:Secret", First));

        Assert.Equal(("north", 4), (cases.Tenant, cases.Keys.Active.Id));
        var source = Assert.Single(cases.Sources);
        Assert.Equal(CaseScheme.UsualSource, source.Code);
        Assert.True(source.TryNormalise("CASE-77", out _));
    }

    [Fact]
    public void Without_states_the_first_key_is_active_and_the_others_are_verify_only()
    {
        var cases = Read(("Keys:0:Id", "4"), ("Keys:0:Secret", First), ("Keys:1:Id", "3"), ("Keys:1:Secret", Second));

        Assert.Equal([4, 3], cases.Keys.Keys.Select(k => k.Id));
        Assert.Equal(4, cases.Keys.Active.Id);
    }

    [Fact]
    public void States_and_sources_are_taken_as_configured()
    {
        var cases = Read(
            ("Keys:0:Id", "3"), ("Keys:0:Secret", First), ("Keys:0:State", "verifyOnly"),
            ("Keys:1:Id", "4"), ("Keys:1:Secret", Second), ("Keys:1:State", "ACTIVE"),
            ("Keys:2:Id", "2"), ("Keys:2:State", "retired"),
            ("Sources:0:Code", "queue"), ("Sources:0:Label", "Review queue"), ("Sources:0:Pattern", "Q-[0-9]{4}"),
            ("Sources:1:Code", "appeals"));

        Assert.Equal(4, cases.Keys.Active.Id);
        Assert.Equal([4, 3], cases.Keys.Keys.Select(k => k.Id));
        Assert.Equal(CaseKeyState.Retired, cases.Keys.StateOf(CaseTokenOf(2)));
        Assert.Equal([("queue", "Review queue"), ("appeals", "appeals")], cases.Sources.Select(s => (s.Code, s.Label)));
        Assert.False(cases.Sources[0].TryNormalise("CASE-77", out _));
    }

    [Theory]
    [InlineData("Tenant", "Tenant=")]
    [InlineData("Keys", "Keys:0:Id=")]
    [InlineData("Keys:0:Id", "Keys:0:Id=four")]
    [InlineData("Keys:0", "Keys:0:Id=0")]
    [InlineData("Keys:0:Secret", "Keys:0:Secret=no base64!")]
    [InlineData("Keys:0:Secret", "Keys:0:Secret=")]
    [InlineData("Keys:0", "Keys:0:Secret=c2hvcnQ=")]
    [InlineData("Keys:0:State", "Keys:0:State=lost")]
    [InlineData("Keys:0:State", "Keys:0:State=1")]
    [InlineData("Keys needs exactly one", "Keys:0:State=verifyOnly")]
    [InlineData("Keys:0:Secret", "Keys:0:State=retired")]
    [InlineData("Keys needs exactly one", "Keys:0:State=retired|Keys:0:Secret=")]
    [InlineData("Keys gives two", "Keys:1:Id=4|Keys:1:Secret=@")]
    [InlineData("Keys needs exactly one", "Keys:1:Id=5|Keys:1:Secret=@|Keys:1:State=active")]
    [InlineData("Keys:1:Secret", "Keys:1:Id=5")]
    [InlineData("Keys gives two", "Keys:1:Id=4|Keys:1:State=retired")]
    [InlineData("Sources:0", "Sources:0:Code=cases|Sources:0:Pattern=[0-9")]
    [InlineData("Sources:0", "Sources:0:Code=cases|Sources:0:Pattern=(?=a)b")]
    [InlineData("Sources:0", "Sources:0:Label=Cases")]
    [InlineData("Sources:0", "Sources:0:Code=Case System")]
    [InlineData("Sources gives two", "Sources:0:Code=cases|Sources:1:Code=cases")]
    public void What_is_wrong_is_named_and_no_secret_is_shown(string named, string settings)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(
            [("Keys:0:Id", "4"), ("Keys:0:Secret", First), .. settings.Split('|').Select(s => (s.Split('=', 2)[0], s.Split('=', 2)[1].Replace("@", Second, StringComparison.Ordinal)))]));

        Assert.Contains($"Insights:CaseReferences:{named}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(First, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("no base64!", fault.ToString(), StringComparison.Ordinal);
    }

    private static CaseScheme Read(params IEnumerable<(string Key, string Value)> settings)
    {
        var configured = new Dictionary<string, string?> { ["Insights:CaseReferences:Tenant"] = "north" };
        foreach (var (key, value) in settings)
            configured[$"Insights:CaseReferences:{key}"] = value;
        if (configured["Insights:CaseReferences:Keys:0:Id"] is "")
        {
            configured.Remove("Insights:CaseReferences:Keys:0:Id");
            configured.Remove("Insights:CaseReferences:Keys:0:Secret");
        }

        return CaseSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(configured).Build(), development: false);
    }

    private static CaseToken CaseTokenOf(int key) =>
        new CaseTokeniser(new CaseKeyRing(new CaseKey(key, "another synthetic key for these tests"u8))).Tokenise("north", "queue", "Q-0001");
}
