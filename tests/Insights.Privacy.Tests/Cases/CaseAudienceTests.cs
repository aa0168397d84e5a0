namespace Insights.Privacy.Tests.Cases;

public sealed class CaseAudienceTests
{
    private static readonly CaseKeyRing Ring = new(Keys.First, [Keys.Twelfth], [5]);

    private static readonly CaseTokeniser Tokeniser = new(Ring);

    // Computed once by a separate program from the definition alone.
    [Theory]
    [InlineData("model-team-a", 0, "CR1-Q66AF-Q517D-XHNR7-50K2Z-D")]
    [InlineData("model-team-b", 0, "CR1-PDD3N-4F8WG-Z0C81-Y5HJ0-V")]
    [InlineData("model-team-a", 1, "CR12-232XQ-NCVB2-DAY91-Z8GK1-C")]
    public void References_are_those_of_the_definition(string audience, int key, string reference)
    {
        var token = Tokeniser.TokeniseUnderEveryKey("north", "queue", "7719023")[key];

        Assert.True(new CaseAudience(Ring, audience).TryReference(token, out var made));
        Assert.Equal(reference, made.Value);
        Assert.True(CaseToken.TryParse(made.Value, out _));
    }

    [Fact]
    public void Two_audiences_share_no_reference_and_neither_has_the_canonical_one()
    {
        var (first, second) = (new CaseAudience(Ring, "model-team-a"), new CaseAudience(Ring, "model-team-b"));
        var tokens = Enumerable.Range(0, 500).Select(n => Tokeniser.Tokenise("north", "queue", $"{n}")).ToList();

        var seen = tokens.Concat(tokens.Select(t => Made(first, t))).Concat(tokens.Select(t => Made(second, t))).ToList();

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(tokens.Select(t => Made(first, t)), tokens.Select(t => Made(new CaseAudience(Ring, "model-team-a"), t)));
    }

    [Fact]
    public void A_token_of_a_retired_or_unknown_key_has_no_reference()
    {
        var audience = new CaseAudience(Ring, "model-team-a");

        Assert.False(audience.TryReference(CaseToken.Of(5, Keys.Bytes(0, 32)), out var retired));
        Assert.False(audience.TryReference(CaseToken.Of(6, Keys.Bytes(0, 32)), out _));
        Assert.False(audience.TryReference(default, out _));
        Assert.Equal(default, retired);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("an id of more than sixty-four characters, which is more than it may be")]
    public void An_audience_without_a_usable_id_is_refused(string id) => Assert.Throws<ArgumentException>(() => new CaseAudience(Ring, id));

    private static CaseToken Made(CaseAudience audience, CaseToken token) =>
        audience.TryReference(token, out var reference) ? reference : throw new InvalidOperationException(token.Value);
}
