using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;
using Insights.GraphQL.Permissions;
using Insights.Privacy;

namespace Insights.GraphQL.Contract;

/// <summary>A day, written 2026-11-22.</summary>
internal sealed class DateType : ScalarGraphType
{
    private const string Form = "yyyy-MM-dd";

    public DateType()
    {
        Name = "Date";
        Description = "A day, written 2026-11-22.";
        this.Public();
        this.SpecifiedBy("https://scalars.graphql.org/andimarek/local-date");
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        DateOnly day => day,
        string text when DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value is DateOnly day ? day.ToString(Form, CultureInfo.InvariantCulture) : null;
}

/// <summary>Scalars that only leave.</summary>
internal abstract class OutputScalar : ScalarGraphType
{
    protected OutputScalar(string name, string description)
    {
        Name = name;
        Description = description;
        this.Public();
    }

    public override object? ParseLiteral(GraphQLValue value) => ThrowLiteralConversionError(value);

    public override object? ParseValue(object? value) => ThrowValueConversionError(value);
}

/// <summary>An instant in UTC.</summary>
internal sealed class InstantType : ScalarGraphType
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public InstantType()
    {
        Name = "DateTime";
        Description = "An instant in UTC, to the millisecond, written 2026-11-22T09:30:00.000Z.";
        this.Public();
        this.SpecifiedBy("https://scalars.graphql.org/andimarek/date-time");
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        DateTimeOffset at => at,
        string text when DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => at,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value is DateTimeOffset at ? at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture) : null;
}

internal sealed class PolicyTextType() : OutputScalar("PolicyText", "Free text that passed the privacy guard: policy language, without anything that identifies a person or a case.")
{
    public override object? Serialize(object? value) => (value as GuardedText)?.Value;
}

internal sealed class CaseReferenceType() : OutputScalar("CaseReference", "A keyed, pseudonymous reference to a case in another system, such as CR1-XXXXX-XXXXX-XXXXX-XXXXX-X.")
{
    public override object? Serialize(object? value) => value is CaseToken token ? token.Value : null;
}
