using System.Globalization;
using System.Text;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Guarding;

namespace Insights.GraphQL.Tests;

public sealed class GuardTests
{
    [Fact]
    public void Thirty_nested_fragments_that_expand_to_2_to_the_30_are_refused_unexpanded()
    {
        // A guard that expanded them would never come to an end.
        Refused(ErrorCodes.TooManyFields, Bomb(30));
    }

    [Fact]
    public async Task The_bomb_never_reaches_the_engine()
    {
        await using var api = await Api.CreateAsync();

        Assert.Equal(ErrorCodes.TooManyFields, (await api.AskAsync(Testing.SomePeople.Lead, Bomb(30))).Code());
    }

    [Fact]
    public void A_bomb_in_a_fragment_that_nothing_uses_is_refused_too() =>
        Refused(ErrorCodes.TooManyFragments, Bomb(30).Replace("{ ...f29 }", "{ a }", StringComparison.Ordinal));

    [Theory]
    [InlineData("query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }")]
    [InlineData("query { ...a } fragment a on Query { x { ...a } }")]
    [InlineData("{ x } fragment a on Query { ...a }")]
    public void A_fragment_that_uses_itself_is_refused(string document) => Refused(ErrorCodes.FragmentCycle, document);

    [Fact]
    public void Documents_may_nest_12_levels_and_no_more()
    {
        DocumentGuard.Read(Nested(12));
        Refused(ErrorCodes.TooDeep, Nested(13));
        Refused(ErrorCodes.TooDeep, Nested(5000 / 8));
        Refused(ErrorCodes.TooDeep, "{ a { b { c { d { e { f { ...deep } } } } } } } fragment deep on T { g { h { i { j { k { l { m } } } } } } }");
    }

    [Fact]
    public void Aliases_are_counted_where_fragments_are_used()
    {
        DocumentGuard.Read("{" + Repeat(30, i => $" a{i}: x") + " }");
        Refused(ErrorCodes.TooManyAliases, "{" + Repeat(31, i => $" a{i}: x") + " }");
        Refused(ErrorCodes.TooManyAliases, "{ a { ...f } b { ...f } } fragment f on T {" + Repeat(16, i => $" a{i}: x") + " }");
    }

    [Fact]
    public void Fields_are_counted_where_fragments_are_used()
    {
        DocumentGuard.Read("{" + Repeat(1000, i => $" f{i}") + " }");
        Refused(ErrorCodes.TooManyFields, "{" + Repeat(1001, i => $" f{i}") + " }");
    }

    [Fact]
    public void At_most_4_directives_stand_in_one_place_and_50_in_a_document()
    {
        DocumentGuard.Read("{ a @x @y @z @w }");
        Refused(ErrorCodes.TooManyDirectives, "{ a @x @y @z @w @v }");
        Refused(ErrorCodes.TooManyDirectives, "{" + Repeat(51, i => $" a{i} @x") + " }");
        Refused(ErrorCodes.TooManyDirectives, "{ a } fragment f on T @a @b @c @d @e { x }");
    }

    [Fact]
    public void Tokens_and_characters_are_counted_before_anything_is_parsed()
    {
        DocumentGuard.Read("query q(" + Repeat(331, i => $" $v{i}: Int") + ") { a }".PadRight(10));
        Refused(ErrorCodes.TooManyTokens, "{ a(x: [" + Repeat(2000, _ => " 1") + "]) }");
        Refused(ErrorCodes.DocumentTooLarge, "{ a } #" + new string('x', 64 * 1024));
        Refused(ErrorCodes.TooManyTokens, new string('{', 60_000));
    }

    [Fact]
    public void Free_text_travels_in_variables_only()
    {
        DocumentGuard.Read($$"""{ a(x: "{{new string('x', 40)}}") }""");
        Refused(ErrorCodes.LiteralTooLong, $$"""{ a(x: "{{new string('x', 41)}}") }""");
        Refused(ErrorCodes.LiteralTooLong, $"{{ a(x: \"\"\"{new string('x', 41)}\"\"\") }}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ a(x: \"open) }")]
    [InlineData("type T { a: Int")]
    public void What_is_not_a_document_is_refused(string text) => Refused(ErrorCodes.SyntaxError, text);

    [Fact]
    public void Lists_of_the_schema_do_not_nest_in_each_other()
    {
        DocumentGuard.Read("{ __schema { types { fields { args { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } } }");
        Refused(ErrorCodes.IntrospectionNested, "{ __schema { types { fields { type { fields { type { name } } } } } } }");
        Refused(ErrorCodes.IntrospectionNested, "{ __schema { types { ...t } } } fragment t on __Type { possibleTypes { interfaces { name } } }");
    }

    private static string Bomb(int levels)
    {
        var text = new StringBuilder($"{{ ...f{levels - 1} }} fragment f0 on Query {{ a b }}");
        for (var i = 1; i < levels; i++)
            text.Append(CultureInfo.InvariantCulture, $" fragment f{i} on Query {{ ...f{i - 1} ...f{i - 1} }}");
        return text.ToString();
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{ a ", levels)) + string.Concat(Enumerable.Repeat("}", levels));

    private static string Repeat(int times, Func<int, string> part) => string.Concat(Enumerable.Range(0, times).Select(part));

    private static void Refused(string code, string document) => Assert.Equal(code, Assert.Throws<FormError>(() => DocumentGuard.Read(document)).Code);
}
