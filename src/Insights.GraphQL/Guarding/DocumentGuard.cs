using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Insights.GraphQL.Errors;

namespace Insights.GraphQL.Guarding;

/// <summary>
/// Reads a document and holds it to its limits before the engine sees it: parts of the engine walk a fragment
/// again for each use, which costs exponential time in nested ones. Everything here takes linear time.
/// </summary>
internal static class DocumentGuard
{
    public const int MaxLength = 64 * 1024;
    public const int MaxTokens = 2000;
    public const int MaxLiteral = 40;

    private const int MaxParserDepth = 64;

    /// <summary>Parses a document.</summary>
    /// <exception cref="FormError">It is no document, or exceeds a limit.</exception>
    public static GraphQLDocument Read(string text)
    {
        if (text.Length > MaxLength)
            throw new FormError(ErrorCodes.DocumentTooLarge);
        try
        {
            CheckTokens(text);
            var document = Parser.Parse(text, new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = MaxParserDepth });
            if (document.Definitions.Count == 0)
                throw new FormError(ErrorCodes.SyntaxError);
            new DocumentMeasure(document).Check();
            return document;
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw new FormError(ErrorCodes.TooDeep);
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw new FormError(ErrorCodes.SyntaxError, e.Location);
        }
    }

    private static void CheckTokens(string text)
    {
        var tokens = 0;
        var start = 0;
        while (true)
        {
            var token = Lexer.Lex(text, start);
            if (token.Kind is TokenKind.EOF)
                return;
            if (++tokens > MaxTokens)
                throw new FormError(ErrorCodes.TooManyTokens);
            if (token.Kind is TokenKind.STRING && token.Value.Length > MaxLiteral)
                throw new FormError(ErrorCodes.LiteralTooLong, Location.FromLinearPosition(text, token.Start));
            start = token.End;
        }
    }
}
