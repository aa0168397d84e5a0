using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Cases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Count",
                table: "audit_entry",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_alias",
                columns: table => new
                {
                    Old = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    New = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_alias", x => x.Old);
                });

            migrationBuilder.CreateTable(
                name: "case_key",
                columns: table => new
                {
                    KeyId = table.Column<int>(type: "INTEGER", nullable: false),
                    CheckValue = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    FirstUsedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_key", x => x.KeyId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_case_alias_New",
                table: "case_alias",
                column: "New");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_alias");

            migrationBuilder.DropTable(
                name: "case_key");

            migrationBuilder.DropColumn(
                name: "Count",
                table: "audit_entry");
        }
    }
}
