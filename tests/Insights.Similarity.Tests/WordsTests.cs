using Insights.Similarity.Text;

namespace Insights.Similarity.Tests;

public sealed class WordsTests
{
    private static string[] Terms(string text)
    {
        var bag = new TermBag(1);
        Words.Read(text, 0, bag);
        return [.. Enumerable.Range(0, bag.Count).Select(bag.Term)];
    }

    private static string Term(string word) => Assert.Single(Terms(word));

    [Theory]
    [InlineData("clause clauses")]
    [InlineData("policy policies")]
    [InlineData("apply applies applied applying")]
    [InlineData("plan plans planned planning")]
    [InlineData("file files filed filing")]
    [InlineData("decide decides decided deciding")]
    [InlineData("merge merges merged merging")]
    [InlineData("appeal appeals appealed appealing")]
    [InlineData("match matches matched matching")]
    [InlineData("use uses used using")]
    [InlineData("assess assesses assessed assessing")]
    [InlineData("ban bans banned banning")]
    [InlineData("case cases")]
    [InlineData("box boxes")]
    [InlineData("child children child's children's")]
    [InlineData("criterion criteria")]
    [InlineData("behaviour behaviours behavior")]
    [InlineData("organise organised organizing")]
    [InlineData("organisation organization organisations")]
    public void Inflected_forms_meet(string forms) => Assert.Single(Terms(forms));

    [Theory]
    [InlineData("policy police")]
    [InlineData("general generate")]
    [InlineData("moderate moderation")]
    [InlineData("need ned")]
    [InlineData("process proceed")]
    [InlineData("thing thin")]
    [InlineData("age aged agent")]
    public void Different_words_stay_apart(string words) => Assert.Equal(words.Split(' ').Length, Terms(words).Length);

    [Theory]
    [InlineData("polis")] // Malay: police
    [InlineData("kandungan")]
    [InlineData("bahagian")]
    [InlineData("Zeitung")]
    [InlineData("Kinder")]
    [InlineData("Ausschuss")]
    [InlineData("Jugendschutz")]
    public void Words_of_other_languages_are_left_alone(string word) => Assert.Equal(word.ToLowerInvariant(), Term(word));

    [Theory]
    [InlineData("Café", "CAFE\u0301")]
    [InlineData("Ｐｏｌｉｃｙ", "policy")]
    [InlineData("ﬁle", "file")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("Łódź", "lodz")]
    [InlineData("re\u00ADport", "report")]
    [InlineData("CS\u20114.2", "cs-4.2")]
    [InlineData("ΠΟΛΙΤΙΚΉ", "πολιτική")]
    public void Spellings_of_one_word_meet(string one, string other) => Assert.Equal(Terms(other), Terms(one));

    [Theory]
    [InlineData("CS-4.2", "cs-4.2")]
    [InlineData("(see CS-4.2).", "cs-4.2")]
    [InlineData("POL-CS-012", "pol-cs-012")]
    [InlineData("CR1-7KQ2", "cr1-7kq2")]
    [InlineData("4.2.1", "4.2.1")]
    [InlineData("v2_3", "v2_3")]
    public void Identifiers_and_clause_numbers_stay_whole(string text, string term) => Assert.Contains(term, Terms(text));

    [Fact]
    public void An_identifier_is_not_its_neighbour() => Assert.Empty(Terms("CS-4.2").Intersect(Terms("CS-4.3")));

    [Theory]
    [InlineData("ageBand", "ageband age band")]
    [InlineData("HTMLForm", "htmlform html form")]
    [InlineData("openWindows2", "openwindows2 open window")]
    [InlineData("iOS17", "ios17")]
    [InlineData("theAppeal", "theappeal appeal")]
    [InlineData("Appeal", "appeal")]
    [InlineData("APPEAL", "appeal")]
    public void Words_that_capitals_part_count_whole_and_by_their_parts(string text, string terms) => Assert.Equal(terms.Split(' '), Terms(text));

    [Fact]
    public void A_hyphen_between_words_parts_them() => Assert.Equal(Terms("age gate"), Terms("age-gate"));

    [Fact]
    public void Words_inside_an_identifier_count_too() => Assert.Equal(["13-year-old", "year", "old"], Terms("13-year-old"));

    [Fact]
    public void Function_words_are_dropped() => Assert.Equal(["reviewer", "doubt"], Terms("The reviewer was not in doubt of it; und die dan yang"));

    [Fact]
    public void Scripts_without_spaces_become_pairs()
    {
        Assert.Equal(["政策", "策审", "审查"], Terms("政策审查"));
        Assert.NotEmpty(Terms("นโยบาย").Intersect(Terms("ตามนโยบายใหม่")));
    }

    [Fact]
    public void Vowel_signs_of_Indic_scripts_are_kept() => Assert.NotEqual(Terms("नीति"), Terms("नत"));
}
