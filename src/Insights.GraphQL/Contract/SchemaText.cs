namespace Insights.GraphQL.Contract;

/// <summary>Everything that can be asked, in the schema language, as it is published.</summary>
/// <param name="Value">The whole text.</param>
public sealed record SchemaText(string Value);
