using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PersonalKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "ConsumerId",
                table: "api_key",
                type: "TEXT",
                maxLength: 30,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 30);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "api_key",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PersonId",
                table: "api_key",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RuleSetVersion",
                table: "api_key",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_api_key_PersonId",
                table: "api_key",
                column: "PersonId");

            migrationBuilder.AddCheckConstraint(
                name: "CK_api_key_holder",
                table: "api_key",
                sql: "(\"ConsumerId\" IS NULL) <> (\"PersonId\" IS NULL)");

            migrationBuilder.AddForeignKey(
                name: "FK_api_key_person_PersonId",
                table: "api_key",
                column: "PersonId",
                principalTable: "person",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_api_key_person_PersonId",
                table: "api_key");

            migrationBuilder.DropIndex(
                name: "IX_api_key_PersonId",
                table: "api_key");

            migrationBuilder.DropCheckConstraint(
                name: "CK_api_key_holder",
                table: "api_key");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "api_key");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "api_key");

            migrationBuilder.DropColumn(
                name: "RuleSetVersion",
                table: "api_key");

            migrationBuilder.AlterColumn<string>(
                name: "ConsumerId",
                table: "api_key",
                type: "TEXT",
                maxLength: 30,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldMaxLength: 30,
                oldNullable: true);
        }
    }
}
