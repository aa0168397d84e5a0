using System.Text.Json;

namespace Insights.Core.Data;

/// <summary>Codes as every JSON of the product has them, such as GAP_OPENED.</summary>
public static class CodeNames
{
    /// <summary>The code of an enum's value.</summary>
    public static string Of(Enum value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
