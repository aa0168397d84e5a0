using Xunit.Abstractions;

namespace Insights.Privacy.Tests.Cases;

/// <summary>The errors that people make in writing down a token, 100,000 of each kind, none of which may be taken for a token.</summary>
public sealed class CheckCharacterTests(ITestOutputHelper output)
{
    private const int Errors = 100_000;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static TheoryData<string> Kinds => new("substitution", "adjacent transposition", "jump transposition");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void None_of_100_000_random_errors_of_a_kind_is_accepted(string kind)
    {
        // The seed is fixed, so that a run can be repeated.
        var random = new Random(20261125);
        int made = 0, accepted = 0;
        while (made < Errors)
        {
            var written = Written(random);
            if (With(kind, written, random) is not { } wrong)
                continue;
            made++;
            accepted += CaseToken.TryParse(random.Next(2) == 0 ? wrong : Hyphenated(wrong), out _) ? 1 : 0;
        }

        output.WriteLine($"{kind}: {accepted} of {made} accepted");
        Assert.Equal(0, accepted);
    }

    [Fact]
    public void What_is_left_as_it_was_is_accepted_so_that_a_refusal_means_something()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var written = Written(random);
            Assert.True(CaseToken.TryParse(written, out _));
            Assert.True(CaseToken.TryParse(Hyphenated(written), out _));
        }
    }

    /// <summary>A token of a random key id of any length, without hyphens.</summary>
    private static string Written(Random random)
    {
        var mac = new byte[32];
        random.NextBytes(mac);
        var keyId = random.Next(1, (int)Math.Pow(10, random.Next(1, 10)));
        return CaseToken.Of(keyId, mac).Value.Replace("-", "", StringComparison.Ordinal);
    }

    /// <summary>The token with one error; null where the error would change nothing.</summary>
    private static string? With(string kind, string written, Random random)
    {
        var characters = written.ToCharArray();
        if (kind == "substitution")
        {
            var at = random.Next(2, written.Length);
            characters[at] = Alphabet[random.Next(Alphabet.Length)];
        }
        else
        {
            var apart = kind == "adjacent transposition" ? 1 : 2;
            var at = random.Next(2, written.Length - apart);
            (characters[at], characters[at + apart]) = (characters[at + apart], characters[at]);
        }

        var wrong = new string(characters);
        return wrong == written ? null : wrong;
    }

    private static string Hyphenated(string written)
    {
        for (var at = written.Length - 1; at > written.Length - 22 && at > 2; at -= 5)
            written = written.Insert(at, "-");
        return written;
    }
}
